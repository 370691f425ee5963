-- What programs asked the interface: operation and outcome, no content, no ids of applications. For the developer of the program; kept for days.
create table extensions.request (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  at timestamptz not null,
  -- Stands in the problem's `instance` too.
  request_id text not null,
  operation text not null,
  status int not null,
  code text,
  milliseconds int not null
);
create index on extensions.request (tenant_id, client_id, at desc);
create index on extensions.request (at);
call app.protect('extensions.request', 'tenant_id = (select app.tenant()) or (select app.operator())');
