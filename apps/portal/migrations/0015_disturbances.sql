call app.open_schema('disturbances');

-- A disturbance or planned pause of one part, shown at once wherever it touches somebody. Set by a probe or by an operator.
create table disturbances.disturbance (
  id uuid primary key,
  component text not null check (component in ('portal', 'bundid', 'payment', 'fachverfahren', 'mail', 'uploads')),
  -- null: everywhere
  tenant_id uuid references tenants.tenant (id),
  service text,
  kind text not null check (kind in ('disturbance', 'maintenance')),
  source text not null check (source in ('probe', 'operator')),
  text_de text not null check (length(text_de) between 1 and 2000),
  text_en text not null check (length(text_en) between 1 and 2000),
  starts_at timestamptz not null,
  ends_at timestamptz,
  check (ends_at is null or ends_at >= starts_at)
);
create unique index one_per_probe on disturbances.disturbance (component) where source = 'probe' and ends_at is null;
alter table disturbances.disturbance enable row level security;
alter table disturbances.disturbance force row level security;
create policy readable on disturbances.disturbance for select using (true);
create policy operated on disturbances.disturbance for all using ((select app.operator())) with check ((select app.operator()));
create trigger tell after insert or update or delete on disturbances.disturbance for each statement execute function app.tell_change();
