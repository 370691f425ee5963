call app.open_schema('streets');

-- A list of streets that a town's editor has given: at most one that counts, and one that was checked and waits to be taken over.
create table streets.list (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  active boolean not null,
  -- Who made it, and of which day it is, for those who look at it later.
  source text not null check (length(source) between 1 and 200),
  as_of date not null,
  -- How it was read, for the page that shows what was left out: line and reason.
  problems jsonb not null,
  streets int not null check (streets between 1 and 60000),
  given_by uuid not null,
  given_at timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, active)
);
call app.protect('streets.list', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table streets.street (
  tenant_id uuid not null,
  list_id uuid not null,
  postcode text not null check (postcode ~ '^[0-9]{5}$'),
  -- As it is compared, and as it is written.
  spelled text not null check (length(spelled) between 1 and 120),
  name text not null check (length(name) between 1 and 100),
  primary key (list_id, postcode, spelled),
  foreign key (tenant_id, list_id) references streets.list (tenant_id, id) on delete cascade
);
call app.protect('streets.street', 'tenant_id = (select app.tenant()) or (select app.operator())');
