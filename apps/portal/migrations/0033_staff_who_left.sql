-- Who worked in a town, by name, for the entries that name them: kept while the audit is, known to that town alone.
create table accounts.staff_name (
  tenant_id uuid not null references tenants.tenant (id),
  staff_id uuid not null,
  name text not null,
  -- Last sign-in with a role in this town.
  last_seen_at timestamptz not null,
  primary key (tenant_id, staff_id)
);
create index on accounts.staff_name (last_seen_at);
-- FORCE keeps even the owner from seeing rows; for this one statement it is lifted.
alter table accounts.staff no force row level security;
insert into accounts.staff_name (tenant_id, staff_id, name, last_seen_at)
  select distinct (role ->> 'tenant')::uuid, s.id, s.name, s.last_seen_at from accounts.staff s cross join jsonb_array_elements(s.roles) role
  where role ->> 'tenant' is not null;
alter table accounts.staff force row level security;
alter table accounts.staff_name enable row level security;
alter table accounts.staff_name force row level security;
create policy operated on accounts.staff_name using ((select app.operator())) with check ((select app.operator()));
create policy in_their_town on accounts.staff_name for select using (tenant_id = (select app.tenant()));

-- Somebody who has not signed in for long: no roles, no address, no session.
alter table accounts.staff add column left_at timestamptz;
