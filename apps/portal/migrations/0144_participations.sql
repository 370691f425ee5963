-- Whoever took part in an application keeps a way to it after the sending, and their confirmation when the sender comes back from an unfinished payment.

-- Signed in while confirming: the account sees afterwards how the application stands.
alter table applications.participant add column account_id uuid;

-- Beside what somebody has handed in of their part for the town: the same as its own author opens it, as the draft of the part held it, under its key.
-- Missing for parts that were handed in before this migration; their authors have the PDF.
create table applications.part_own (
  part_id uuid primary key references applications.draft (id) on delete cascade,
  draft_id uuid not null references applications.draft (id) on delete cascade,
  tenant_id uuid not null references tenants.tenant (id),
  content bytea not null,
  -- Whose account the part belongs to, and the part's key wrapped for it.
  account_id uuid,
  account_key bytea,
  check ((account_id is null) = (account_key is null))
);
create index on applications.part_own (draft_id);
call app.protect('applications.part_own', '(tenant_id = (select app.tenant()) and draft_id in (select id from applications.draft)) or (select app.operator())');

create table applications.participation (
  -- That of the invitation: what is sealed for it stays readable.
  id uuid primary key,
  application_id uuid not null,
  tenant_id uuid not null,
  kind text not null check (kind in ('co-applicant', 'helper')),
  person text check (length(person) <= 64),
  link_hash bytea not null unique,
  wrapped_key bytea not null,
  invited_at timestamptz not null,
  confirmed_at timestamptz,
  confirmed_level smallint check (confirmed_level in (0, 1, 3, 4)),
  -- The part as its author handed it in; nobody else has its key.
  part_id uuid,
  own bytea,
  part_at timestamptz,
  part_level smallint check (part_level in (0, 1, 3, 4)),
  account_id uuid,
  account_key bytea,
  -- Only while the fee is awaited, for the way back to the form: the draft, its key sealed with the application's, what the confirmation was for, the
  -- part as the town opens it and the keys of its files as they were.
  draft_id uuid,
  draft_key bytea,
  name bytea,
  confirmed_hash bytea,
  part_content bytea,
  part_files bytea,
  file_keys jsonb,
  foreign key (tenant_id, application_id) references applications.application (tenant_id, id) on update cascade on delete cascade
);
create index on applications.participation (application_id);
create index on applications.participation (account_id) where account_id is not null;
-- Written with the submission, in the town. They themselves come with link and code, or as the account that took part: an operator's transaction that has proved it.
call app.protect('applications.participation', 'tenant_id = (select app.tenant()) or (select app.operator())');
