-- What the probes found last, and how often in a row: two failures show a disturbance, one success ends it.
create table disturbances.probe_result (
  component text primary key check (component in ('portal', 'bundid', 'payment', 'fachverfahren', 'mail', 'uploads')),
  failures int not null check (failures >= 0),
  last_at timestamptz not null,
  last_success_at timestamptz
);
call app.protect('disturbances.probe_result', '(select app.operator())');

-- One town's Fachverfahren may fail while all others work: a probe has at most one open disturbance per component and town.
drop index disturbances.one_per_probe;
create unique index one_per_probe on disturbances.disturbance (component, coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'))
  where source = 'probe' and ends_at is null;
