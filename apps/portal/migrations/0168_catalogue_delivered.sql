-- What was delivered as XZuFi under our Redaktion: what is gone is delivered as `loesche`, for ever, because a receiver may have missed it.
create table catalogue.delivered (
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  klasse text not null check (klasse in ('Leistung', 'Organisationseinheit', 'Onlinedienst', 'Zustaendigkeit')),
  object_id text not null check (length(object_id) between 1 and 300),
  -- null: it is there
  gone_at timestamptz,
  primary key (tenant_id, klasse, object_id)
);
call app.protect('catalogue.delivered', 'tenant_id = (select app.tenant()) or (select app.operator())');
