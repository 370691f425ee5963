call app.open_schema('developers');

-- People who try the interface out in a sandbox installation. No address, no password: a key that is shown once.
create table developers.account (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  key_id text not null unique check (key_id ~ '^[A-Za-z0-9]{12}$'),
  key_hash text not null,
  created_at timestamptz not null
);
call app.protect('developers.account', '(select app.operator())');

create table developers.session (
  token_hash bytea primary key,
  account_id uuid not null references developers.account (id) on delete cascade,
  expires_at timestamptz not null
);
create index on developers.session (account_id);
create index on developers.session (expires_at);
call app.protect('developers.session', '(select app.operator())');

-- Whose a program is; written before the program itself, so that nobody takes over a name that is used.
create table developers.program (
  client_id text primary key,
  account_id uuid not null references developers.account (id),
  created_at timestamptz not null
);
create index on developers.program (account_id);
call app.protect('developers.program', '(select app.operator())');

create table developers.town (
  tenant_id uuid primary key references tenants.tenant (id),
  account_id uuid not null references developers.account (id),
  created_at timestamptz not null
);
create index on developers.town (account_id);
call app.protect('developers.town', '(select app.operator())');
