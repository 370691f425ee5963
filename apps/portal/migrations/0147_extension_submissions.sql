-- Which program handed in which application: it may ask what became of it, also while the person still has to pay.
create table extensions.submission (
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  client_id text not null references extensions.client (id),
  at timestamptz not null,
  primary key (tenant_id, application_id)
);
create index on extensions.submission (application_id);
call app.protect('extensions.submission', 'tenant_id = (select app.tenant()) or (select app.operator())');
