-- How far older software is with an application, in the words of its own interface (compatibility profile). Its own mark: nobody else sees it.
create table extensions.processing_mark (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null references extensions.client (id),
  application_id uuid not null,
  mark text not null check (mark in ('NEW', 'READ', 'CLOSED', 'HIDDEN', 'DELETED')),
  -- The program's own number (Ordnungsziffer).
  payload text check (length(payload) <= 100),
  at timestamptz not null,
  primary key (tenant_id, client_id, application_id)
);
create index on extensions.processing_mark (application_id);
call app.protect('extensions.processing_mark', 'tenant_id = (select app.tenant()) or (select app.operator())');
