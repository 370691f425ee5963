call app.open_schema('audit');

-- Who read and did what: ids and codes only. Append-only; the worker adds the chain afterwards, so no writer waits for another.
create table audit.entry (
  id uuid primary key,
  tenant_id uuid,
  account_id uuid,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('citizen', 'visitor', 'staff', 'extension', 'system')),
  actor text,
  office text,
  action text not null check (action ~ '^[a-z-]+\.[a-z-]+$'),
  subject_kind text not null,
  subject text not null
);
create index on audit.entry (subject, at);
create index on audit.entry (tenant_id, at);
alter table audit.entry enable row level security;
alter table audit.entry force row level security;
create policy appended on audit.entry for insert with check (
  tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator()));
create policy seen on audit.entry for select using (
  tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator()));
-- No policy for update or delete, and not even the right.
revoke update, delete, truncate on audit.entry from kp_app;

-- Each entry's place in its tenant's chain: hash = sha256(previous hash || canonical entry).
create table audit.link (
  chain uuid not null,
  position bigint not null,
  entry_id uuid not null unique references audit.entry (id),
  hash bytea not null,
  primary key (chain, position)
);
call app.protect('audit.link', '(select app.operator())');
revoke update, delete, truncate on audit.link from kp_app;
