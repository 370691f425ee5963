-- A file that a program has sent and not used yet: for an application it submits, a message or a decision. The bytes lie sealed in the store; name,
-- size, type and hash are sealed in `about`, its key with the town's. The row stands before the first byte, so that nothing lies in the store unknown.
create table extensions.upload (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null references extensions.client (id),
  state text not null check (state in ('arriving', 'here', 'discarded')),
  scan text check (scan in ('clean', 'unchecked', 'held')),
  store_key text not null unique,
  wrapped_key bytea not null,
  about bytea,
  bytes bigint not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check (state <> 'here' or (scan is not null and about is not null))
);
create index on extensions.upload (tenant_id, client_id);
create index on extensions.upload (expires_at);
create index upload_discarded on extensions.upload (id) where state = 'discarded';
call app.protect('extensions.upload', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A file that an office sends to the person; its label is the event that tells of it.
alter table applications.file drop constraint file_kind_check;
alter table applications.file add constraint file_kind_check check (kind in ('upload', 'reply', 'rendition', 'sent'));
