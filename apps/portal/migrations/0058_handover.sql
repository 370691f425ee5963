call app.open_schema('handover');

-- What a person agreed to hand to one extension in one town. Ended ones stay as evidence; a new one begins a new row.
create table handover.consent (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  account_id uuid not null,
  client_id text not null check (client_id ~ '^[a-z][a-z0-9-]{2,62}$'),
  attributes text[] not null,
  given_at timestamptz not null,
  ended_at timestamptz,
  -- Who ended it: the person, a later consent in its place, or the town that took its permission back.
  ended_by text check (ended_by in ('citizen', 'replaced', 'town')),
  unique (tenant_id, id)
);
create unique index consent_in_force on handover.consent (tenant_id, account_id, client_id) where ended_at is null;
create index on handover.consent (account_id);
call app.protect('handover.consent', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- One hand-over under a consent. What is handed over is sealed with the town's key, bound to this row, and gone after minutes.
create table handover.handing (
  id uuid primary key,
  tenant_id uuid not null,
  consent_id uuid not null,
  account_id uuid not null,
  client_id text not null,
  login_id uuid not null,
  -- SHA-256 of the provider's grant: what the code and the token of this hand-over hang on.
  grant_hash bytea not null unique,
  level smallint not null check (level in (1, 3, 4)),
  at timestamptz not null,
  expires_at timestamptz not null,
  person bytea,
  person_until timestamptz not null,
  foreign key (tenant_id, consent_id) references handover.consent (tenant_id, id) on delete cascade
);
create index on handover.handing (consent_id);
create index on handover.handing (login_id);
create index on handover.handing (expires_at);
call app.protect('handover.handing', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- What the OpenID provider keeps between two requests. Found by hashes only; the payload is sealed with the town's key and bound to its row.
create table handover.artifact (
  tenant_id uuid not null references tenants.tenant (id),
  model text not null check (model ~ '^[A-Za-z]{1,40}$'),
  id_hash bytea not null,
  grant_hash bytea,
  uid_hash bytea,
  payload bytea not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (tenant_id, model, id_hash)
);
create index on handover.artifact (grant_hash);
create index on handover.artifact (uid_hash) where uid_hash is not null;
create index on handover.artifact (expires_at);
call app.protect('handover.artifact', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Keys that sign ID tokens, for all towns; the private half is sealed with a key that the installation's key wraps.
create table handover.signing_key (
  id uuid primary key,
  created_at timestamptz not null,
  wrapped_key bytea not null,
  jwk bytea not null
);
call app.protect('handover.signing_key', '(select app.operator())');
