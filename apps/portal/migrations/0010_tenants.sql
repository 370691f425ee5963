call app.open_schema('tenants');

-- Public facts about municipalities; written by the operator only.
create table tenants.tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  kind text not null check (kind in ('municipality', 'district')),
  ars text not null unique check (ars ~ '^[0-9]{12}$'),
  ags text check (ags ~ '^[0-9]{8}$'),
  name text not null,
  official_name text not null,
  type_name text not null,
  district_prefix text not null check (district_prefix ~ '^[0-9]{5}$'),
  district_name text,
  regbez_prefix text not null check (regbez_prefix ~ '^[0-9]{3}$'),
  regbez_name text not null,
  population int,
  is_demo boolean not null default false,
  postcodes text[] not null default '{}',
  -- Colours, arms, contact, legal texts: shape and checks in modules/tenants/profile.ts.
  profile jsonb not null default '{}'
);

-- Which online services a town has switched on, with its settings (modules/tenants/service-switch.ts).
create table tenants.service_switch (
  tenant_id uuid not null references tenants.tenant (id),
  service text not null,
  settings jsonb not null,
  primary key (tenant_id, service)
);

alter table tenants.tenant enable row level security;
alter table tenants.tenant force row level security;
create policy readable on tenants.tenant for select using (true);
create policy operated on tenants.tenant for all using ((select app.operator())) with check ((select app.operator()));
alter table tenants.service_switch enable row level security;
alter table tenants.service_switch force row level security;
create policy readable on tenants.service_switch for select using (true);
create policy operated on tenants.service_switch for all
  using ((select app.operator()) or tenant_id = (select app.tenant())) with check ((select app.operator()) or tenant_id = (select app.tenant()));

-- One key per town, wrapped by the installation's.
create table tenants.tenant_key (
  tenant_id uuid primary key references tenants.tenant (id),
  wrapped bytea not null
);
call app.protect('tenants.tenant_key', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Whoever caches public facts listens here; the payload says what changed.
create function app.tell_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('kp_changed', tg_table_schema || '.' || tg_table_name);
  return null;
end $$;
create trigger tell after insert or update or delete on tenants.tenant for each statement execute function app.tell_change();
create trigger tell after insert or update or delete on tenants.service_switch for each statement execute function app.tell_change();
