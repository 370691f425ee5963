-- What a town has taken over from XZuFi transfers: object by object, by the id that its Redaktion gave it. Only what stands here is ever taken away
-- again by a `loesche` of the same Redaktion.
create table catalogue.imported (
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  -- schemeAgencyID; empty where the file names none
  agency text not null check (length(agency) <= 200),
  kind text not null check (kind in ('leistung', 'organisationseinheit', 'zustaendigkeit')),
  object_id text not null check (length(object_id) between 1 and 500),
  -- What it became here: keys, sections, role, areas.
  became jsonb not null,
  -- Of what was written. Another value today: somebody here has changed it since, and it is not overwritten unasked.
  hash text not null,
  taken_at timestamptz not null,
  primary key (tenant_id, agency, kind, object_id)
);
call app.protect('catalogue.imported', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A transfer that an editor has given and looks at; nothing counts yet. At most one a town.
create table catalogue.waiting_transfer (
  tenant_id uuid primary key references tenants.tenant (id) on delete cascade,
  id uuid not null,
  file_name text not null check (length(file_name) between 1 and 200),
  content bytea not null check (octet_length(content) <= 16777216),
  given_by uuid not null,
  given_at timestamptz not null
);
call app.protect('catalogue.waiting_transfer', 'tenant_id = (select app.tenant()) or (select app.operator())');
