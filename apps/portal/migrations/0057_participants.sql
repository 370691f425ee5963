-- Who takes part in a draft besides its owner: somebody who applies together and confirms, or a helper who looks whether all is there.
create table applications.participant (
  id uuid primary key,
  draft_id uuid not null references applications.draft (id) on delete cascade,
  tenant_id uuid not null references tenants.tenant (id),
  kind text not null check (kind in ('co-applicant', 'helper')),
  -- As with a way back to a draft: link and code together make the key, neither is stored. The address of the mail is not kept at all.
  link_hash bytea not null unique,
  wrapped_key bytea not null,
  -- The name, sealed with the draft's key.
  name bytea not null,
  invited_at timestamptz not null,
  confirmed_at timestamptz,
  -- What was confirmed, as a keyed hash: another answer afterwards needs another confirmation.
  confirmed_hash bytea,
  -- STORK number of the sign-in with which it was confirmed; 0: link and code only.
  confirmed_level smallint check (confirmed_level in (0, 1, 3, 4)),
  check ((confirmed_at is null) = (confirmed_hash is null) and (confirmed_at is null) = (confirmed_level is null))
);
create index on applications.participant (draft_id);
-- The owner sees whoever was invited (the submission looks whether all have confirmed); the others come with link and code.
call app.protect('applications.participant', 'draft_id in (select id from applications.draft) or (select app.operator())');
