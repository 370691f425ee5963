call app.open_schema('extensions');

-- A program that other people run, known to this installation. What it says of itself is public; what it may do is said by each town.
create table extensions.client (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{2,62}$'),
  -- Name, publisher, version, scopes with reasons: shape in modules/extensions/manifest.ts.
  manifest jsonb not null,
  registered_at timestamptz not null,
  disabled_at timestamptz
);
alter table extensions.client enable row level security;
alter table extensions.client force row level security;
create policy readable on extensions.client for select using (true);
create policy operated on extensions.client for all using ((select app.operator())) with check ((select app.operator()));

-- Several at once, so that one can replace the other without a pause. The id is the first half of the secret and finds the row.
create table extensions.secret (
  id text primary key check (id ~ '^[A-Za-z0-9]{12}$'),
  client_id text not null references extensions.client (id),
  hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index on extensions.secret (client_id);
call app.protect('extensions.secret', '(select app.operator())');

-- What a town allows a program. Ended grants stay as evidence; a new one begins a new row.
create table extensions.permission (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null references extensions.client (id),
  scopes text[] not null check (cardinality(scopes) > 0),
  -- null: all of them, as the person who gave it has said.
  services text[] check (cardinality(services) > 0),
  offices text[] check (cardinality(offices) > 0),
  given_at timestamptz not null,
  given_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  unique (tenant_id, id)
);
create unique index permission_in_force on extensions.permission (tenant_id, client_id) where revoked_at is null;
create index on extensions.permission (client_id);
call app.protect('extensions.permission', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Opaque random tokens: only a hash is kept. Each is bound to one permission and so to one program in one town.
create table extensions.token (
  hash bytea primary key,
  tenant_id uuid not null,
  permission_id uuid not null,
  secret_id text not null,
  scopes text[] not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (tenant_id, permission_id) references extensions.permission (tenant_id, id)
);
create index on extensions.token (secret_id);
create index on extensions.token (permission_id);
create index on extensions.token (expires_at);
call app.protect('extensions.token', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- The answer to a write, kept so that the same request has one effect. Written in the transaction of the effect; the answer is sealed.
create table extensions.idempotency (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  key text not null check (length(key) between 1 and 128),
  request_hash bytea not null,
  status int,
  answer bytea,
  at timestamptz not null,
  primary key (tenant_id, client_id, key)
);
create index on extensions.idempotency (at);
call app.protect('extensions.idempotency', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- The last position given in a town. Its row stays locked until the position is committed: positions become visible in their order.
create table extensions.feed_head (
  tenant_id uuid primary key references tenants.tenant (id),
  position bigint not null
);
call app.protect('extensions.feed_head', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What happened, as programs are told: ids and codes only.
create table extensions.event (
  tenant_id uuid not null references tenants.tenant (id),
  position bigint not null,
  id uuid not null,
  application_id uuid not null,
  -- Position in the application's own log; null for what is not part of it.
  application_position int,
  type text not null check (type ~ '^[a-z]+\.[a-z-]+$'),
  service text not null,
  offices text[] not null,
  reference text,
  at timestamptz not null,
  data jsonb not null,
  primary key (tenant_id, position),
  unique (tenant_id, id, type)
);
create index on extensions.event (application_id, position);
create index event_arrivals on extensions.event (tenant_id, position) where type = 'application.submitted';
call app.protect('extensions.event', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table extensions.acknowledgement (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  application_id uuid not null,
  -- The program's own number for the case (Ordnungsziffer).
  external_reference text,
  at timestamptz not null,
  primary key (tenant_id, client_id, application_id)
);
call app.protect('extensions.acknowledgement', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table extensions.webhook (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null references extensions.client (id),
  url text not null,
  -- null: all types.
  types text[] check (cardinality(types) > 0),
  -- Sealed with the town's key; while it is being replaced the earlier one signs too.
  secret bytea not null,
  earlier_secret bytea,
  earlier_until timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  failures int not null default 0,
  held_until timestamptz,
  unique (tenant_id, id)
);
create index on extensions.webhook (tenant_id, client_id);
call app.protect('extensions.webhook', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- One message to one address. Its id stays the same at every attempt: the receiver recognises a repetition.
create table extensions.delivery (
  id uuid primary key,
  tenant_id uuid not null,
  webhook_id uuid not null,
  position bigint not null,
  application_id uuid not null,
  state text not null check (state in ('queued', 'delivered', 'dead', 'cancelled')),
  attempts int not null default 0,
  -- Not before; while a worker sends, the end of its lease.
  next_at timestamptz not null,
  queued_at timestamptz not null,
  finished_at timestamptz,
  foreign key (tenant_id, webhook_id) references extensions.webhook (tenant_id, id),
  foreign key (tenant_id, position) references extensions.event (tenant_id, position),
  unique (webhook_id, position)
);
create index on extensions.delivery (webhook_id, position) where state = 'queued';
create index on extensions.delivery (webhook_id, application_id, position) where state = 'queued';
create index on extensions.delivery (next_at) where state = 'queued';
create index on extensions.delivery (tenant_id, position);
call app.protect('extensions.delivery', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table extensions.attempt (
  delivery_id uuid not null references extensions.delivery (id) on delete cascade,
  tenant_id uuid not null,
  number int not null,
  at timestamptz not null,
  -- Status of the HTTP answer, or why there was none.
  status int,
  fault text,
  milliseconds int,
  primary key (delivery_id, number)
);
call app.protect('extensions.attempt', 'tenant_id = (select app.tenant()) or (select app.operator())');
