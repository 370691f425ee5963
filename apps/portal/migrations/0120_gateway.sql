call app.open_schema('gateway');

-- An online service run elsewhere (»Einer für Alle«): kept by the operator. What the register says is public; writing is refused by triggers,
-- as in the catalogue.
create table gateway.efa_service (
  id text primary key check (id ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(id) <= 60),
  facts jsonb not null,
  changed_at timestamptz not null
);

-- The town's framework agreement with whoever passes on services of other states (Rahmenvereinbarung).
create table gateway.framework (
  tenant_id uuid primary key references tenants.tenant (id),
  facts jsonb not null,
  changed_at timestamptz not null
);

-- How one town takes part in one service: the order (Einzelabruf) and what the service has to know of the town.
create table gateway.connection (
  tenant_id uuid not null references tenants.tenant (id),
  service_id text not null references gateway.efa_service (id),
  facts jsonb not null,
  changed_at timestamptz not null,
  primary key (tenant_id, service_id)
);
create index on gateway.connection (service_id);

create trigger guard before insert or update or delete on gateway.efa_service for each row execute function catalogue.only_operator();
create trigger guard before insert or update or delete on gateway.framework for each row execute function catalogue.only_owner();
create trigger guard before insert or update or delete on gateway.connection for each row execute function catalogue.only_owner();
create trigger tell after insert or update or delete on gateway.efa_service for each statement execute function app.tell_change();
create trigger tell after insert or update or delete on gateway.framework for each statement execute function app.tell_change();
create trigger tell after insert or update or delete on gateway.connection for each statement execute function app.tell_change();
