-- One service for one town or all, ordered in one action: each town is a row, done by the worker, and tried again alone.
create table gateway.onboarding (
  tenant_id uuid not null references tenants.tenant (id),
  service_id text not null references gateway.efa_service (id),
  state text not null check (state in ('queued', 'done', 'failed')),
  -- Why not, as a code; never content.
  fault text,
  attempts int not null default 0,
  ordered_by text not null,
  ordered_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, service_id)
);
create index on gateway.onboarding (state);
call app.protect('gateway.onboarding', 'tenant_id = (select app.tenant()) or (select app.operator())');
