call app.open_schema('appointments');

-- A time that an office offers. How many people it takes is held by the row itself: two at once cannot have the last place.
create table appointments.slot (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  office text not null check (office ~ '^[a-z][a-z0-9-]{0,63}$'),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null check (length(place) between 1 and 200),
  capacity int not null check (capacity between 1 and 100),
  taken int not null default 0,
  -- The program whose calendar it comes from, and its number there.
  source text not null,
  external_id text check (length(external_id) between 1 and 100),
  offered_at timestamptz not null,
  withdrawn_at timestamptz,
  check (ends_at > starts_at),
  check (taken between 0 and capacity),
  unique (tenant_id, id)
);
create unique index slot_of_a_calendar on appointments.slot (tenant_id, source, external_id) where external_id is not null and withdrawn_at is null;
create index on appointments.slot (tenant_id, starts_at, id) where withdrawn_at is null;
create index on appointments.slot (ends_at);
call app.protect('appointments.slot', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- An appointment of a case. Moved, it stays the same one; cancelled, it stays as evidence.
create table appointments.appointment (
  id uuid primary key,
  tenant_id uuid not null,
  application_id uuid not null,
  office text not null,
  slot_id uuid not null,
  state text not null check (state in ('booked', 'cancelled')),
  revision int not null default 1,
  booked_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (tenant_id, slot_id) references appointments.slot (tenant_id, id)
);
create index on appointments.appointment (application_id, booked_at);
create index on appointments.appointment (slot_id);
call app.protect('appointments.appointment', 'tenant_id = (select app.tenant()) or (select app.operator())');
