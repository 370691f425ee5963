call app.open_schema('extension_installs');

-- What a town has agreed to of a program's manifest, and what it had permitted when it paused the program.
create table extension_installs.installed (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  -- Of the manifest that somebody of the town has read: version, scopes and attributes it asked for then.
  version text not null,
  scopes text[] not null,
  attributes text[] not null,
  agreed_at timestamptz not null,
  paused_at timestamptz,
  paused_by text,
  -- While paused: scopes, services, offices and pages to come back with.
  paused jsonb check ((paused is null) = (paused_at is null)),
  primary key (tenant_id, client_id)
);
call app.protect('extension_installs.installed', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What a town has set for a program: sealed as a whole with the town's key, because some of it are secrets.
create table extension_installs.settings (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  revision int not null check (revision > 0),
  sealed bytea not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, client_id)
);
call app.protect('extension_installs.settings', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What a program is told of itself (paused, going on, settings changed, removed), when its webhooks may be gone already.
create table extension_installs.notice (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  type text not null check (type in ('extension.paused', 'extension.resumed', 'extension.settings-changed', 'extension.removed')),
  webhook_id uuid not null,
  url text not null,
  -- Sealed with the town's key, bound to the webhook it was made for.
  secret bytea not null,
  at timestamptz not null,
  attempts int not null default 0,
  next_at timestamptz not null,
  finished_at timestamptz
);
create index on extension_installs.notice (next_at) where finished_at is null;
call app.protect('extension_installs.notice', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Results of the conformance kit with a signature that was checked when they were taken. Public facts.
create table extension_installs.conformity (
  client_id text not null,
  version text not null,
  level smallint not null check (level between 0 and 3),
  checks int not null,
  passed int not null,
  examined_at timestamptz not null,
  taken_at timestamptz not null,
  signed text not null,
  primary key (client_id, version)
);
alter table extension_installs.conformity enable row level security;
alter table extension_installs.conformity force row level security;
create policy readable on extension_installs.conformity for select using (true);
create policy operated on extension_installs.conformity for all using ((select app.operator())) with check ((select app.operator()));
