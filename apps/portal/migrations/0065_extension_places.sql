-- Where pages of extensions appear in a town's portal. A schema of its own, because this number is run before that of the extensions: whoever
-- reads these rows joins them with client and permission by id, and what has ended there counts for nothing here.
call app.open_schema('extension_places');

-- Pages of a program that a town lets appear. Goes with the permission that named them.
create table extension_places.placed (
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null check (client_id ~ '^[a-z][a-z0-9-]{2,62}$'),
  page text not null check (page ~ '^[a-z][a-z0-9-]{0,39}$'),
  primary key (tenant_id, client_id, page)
);
create index on extension_places.placed (client_id);
call app.protect('extension_places.placed', 'tenant_id = (select app.tenant()) or (select app.operator())');
-- Widgets stand on pages that are kept in memory.
create trigger tell after insert or update or delete on extension_places.placed for each statement execute function app.tell_change();

-- One way from a page of the portal to a page of a program: a code that says nothing by itself and works once.
create table extension_places.launch (
  code_hash bytea primary key,
  tenant_id uuid not null references tenants.tenant (id),
  client_id text not null,
  permission_id uuid not null,
  page text not null,
  place text not null check (place in ('case-tab', 'form-step', 'form-check')),
  -- Whose session began it: account, visitor or clerk, as a hash.
  person_hash bytea not null,
  application_id uuid,
  draft_id uuid,
  -- Which form's fields the result is checked against.
  service text,
  form_version text,
  step text,
  -- What the program is told, sealed with a key that only the code gives: neither this database nor the installation's keys open it.
  context bytea not null,
  created_at timestamptz not null,
  -- Until when the code can be exchanged; afterwards, until when its result is awaited.
  expires_at timestamptz not null,
  exchanged_at timestamptz,
  -- Idempotency-Key of the exchange: whoever lost the answer asks again with the same.
  exchange_key text check (length(exchange_key) <= 128),
  -- What the program gave for the form, sealed with a key that only the result's name gives.
  result_hash bytea unique,
  result bytea,
  check ((place = 'case-tab') = (application_id is not null)),
  check ((place = 'case-tab') = (draft_id is null and service is null and form_version is null and step is null))
);
create index on extension_places.launch (expires_at);
call app.protect('extension_places.launch', 'tenant_id = (select app.tenant()) or (select app.operator())');
