-- That a version of a program has really run in a town that is not productive: known to every town that thinks of permitting it.
create table extension_installs.trial (
  client_id text not null,
  version text not null,
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  -- When it first got a token there.
  ran_at timestamptz not null,
  primary key (client_id, version, tenant_id)
);
alter table extension_installs.trial enable row level security;
alter table extension_installs.trial force row level security;
create policy readable on extension_installs.trial for select using (true);
create policy own on extension_installs.trial for all using (tenant_id = (select app.tenant()) or (select app.operator())) with check (tenant_id = (select app.tenant()) or (select app.operator()));

-- A productive town that permitted a version without trial, why, and who decided it. Never changed.
create table extension_installs.untried (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  version text not null,
  reason text not null check (length(reason) between 10 and 500),
  decided_by text not null,
  at timestamptz not null
);
create index on extension_installs.untried (tenant_id, client_id);
call app.protect('extension_installs.untried', 'tenant_id = (select app.tenant()) or (select app.operator())');
revoke update, delete, truncate on extension_installs.untried from kp_app;

-- A document of the safe that its person lets the office see in one case: the document's key for the town, gone at once with the end. Town and
-- programs see this row and never the safe's own.
create table safe.shared (
  id uuid primary key,
  account_id uuid not null,
  document_id uuid not null,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  -- With which sign-in it was agreed to.
  level smallint not null,
  at timestamptz not null,
  ended_at timestamptz,
  store_key text not null,
  wrapped_key bytea,
  about bytea,
  check ((ended_at is null) = (wrapped_key is not null)),
  check ((ended_at is null) = (about is not null))
);
create unique index shared_once on safe.shared (document_id, application_id) where ended_at is null;
create index on safe.shared (account_id, at desc);
create index on safe.shared (application_id) where ended_at is null;
call app.protect('safe.shared', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');
create policy of_the_town on safe.shared for select using (tenant_id = (select app.tenant()));

-- Consent of a person that the office may lay decisions of one case into the safe. Ended ones stay as evidence.
create table safe.case_consent (
  id uuid primary key,
  account_id uuid not null,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  level smallint not null,
  at timestamptz not null,
  ended_at timestamptz
);
create unique index case_consent_in_force on safe.case_consent (application_id) where ended_at is null;
create index on safe.case_consent (account_id, at desc);
call app.protect('safe.case_consent', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');
create policy of_the_town on safe.case_consent for select using (tenant_id = (select app.tenant()));
