-- Coming back to a draft without an account: a link by mail and a code that is shown once and stored nowhere.

-- A draft with a way back is kept as long as an account's, and somebody is told before it is deleted.
alter table applications.draft add column returnable boolean not null default false;

create table applications.draft_return (
  draft_id uuid primary key references applications.draft (id) on delete cascade,
  tenant_id uuid not null references tenants.tenant (id),
  -- Keyed hash of the secret in the link.
  link_hash bytea not null unique,
  -- The draft's key, wrapped with a key made of the link, the code and the installation's secret: with the link alone nothing opens.
  wrapped_key bytea not null,
  -- Address and link, sealed with the town's key: for the notice before the draft is deleted. Not the code.
  contact bytea not null,
  created_at timestamptz not null
);
-- Whoever comes back is nobody yet: the link is looked for by an operator's transaction, the code opens.
call app.protect('applications.draft_return', '(select app.operator())');
