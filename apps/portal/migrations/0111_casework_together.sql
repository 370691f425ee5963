-- Several offices at one part: the one it came to, others that decide too (`joint`), and those that are only to know of it (`information`).
alter table casework.case add column involvement text not null default 'own' check (involvement in ('own', 'joint', 'information'));
alter table casework.case drop constraint case_tenant_id_application_id_part_key;
create unique index case_once on casework.case (tenant_id, application_id, part, office);
-- Of the offices that it came to there is one for each part.
create unique index case_own on casework.case (tenant_id, application_id, part) where involvement = 'own';

-- An application that was handed over to another town. The town it came from keeps where it went, on what legal basis and when; nothing of its content.
create table casework.hand_over (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  to_tenant uuid not null references tenants.tenant (id),
  application_id uuid not null,
  basis text not null check (basis in ('consent', 'sgb1-16', 'other')),
  -- How the consent was given, or the rule; sealed with the key of the town that handed it over.
  basis_words bytea not null,
  reason bytea not null,
  staff uuid not null,
  at timestamptz not null,
  -- The person's mailbox was told; with the message in one transaction, so that nobody is told twice.
  told_at timestamptz,
  check (to_tenant <> tenant_id)
);
create index on casework.hand_over (application_id, at);
create index on casework.hand_over (tenant_id, at desc);
call app.protect('casework.hand_over', 'tenant_id = (select app.tenant()) or to_tenant = (select app.tenant()) or (select app.operator())');
