-- What comes from services run elsewhere, by FIT-Connect.

-- Address (Zustellpunkt) of a town that this installation reads, with the id FIT-Connect gave.
create table gateway.destination (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  name text not null check (length(name) between 1 and 200),
  -- Ids of the register's services it is for.
  services text[] not null default '{}',
  -- Last part of the callback's address; the id above is not known before the delivery service has been told the address.
  callback_id uuid not null unique,
  -- Secret of the callback, sealed with the town's key.
  callback_secret bytea not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (tenant_id, id)
);
call app.protect('gateway.destination', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A town's order to open what comes for it (processor, Art. 28 DSGVO). Without one in force nothing is opened here.
create table gateway.mandate (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  contract text not null check (length(contract) between 1 and 200),
  valid_from date not null,
  given_at timestamptz not null,
  given_by text not null,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index mandate_in_force on gateway.mandate (tenant_id) where ended_at is null;
call app.protect('gateway.mandate', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Keys of a destination. The private part is sealed with the town's key; null where the town keeps it to itself.
create table gateway.key (
  destination_id uuid not null,
  tenant_id uuid not null,
  kid text not null check (length(kid) between 8 and 64),
  use text not null check (use in ('encryption', 'signature')),
  -- next: made, not yet announced; current; previous: still opens what was sent with it; retired: nothing is opened with it any more.
  state text not null check (state in ('next', 'current', 'previous', 'retired')),
  public_jwk jsonb not null,
  private_jwk bytea,
  certificate_until timestamptz,
  created_at timestamptz not null,
  state_since timestamptz not null,
  -- Days before its end for which somebody was told.
  warned_days int,
  primary key (destination_id, kid),
  foreign key (tenant_id, destination_id) references gateway.destination (tenant_id, id)
);
create unique index key_current on gateway.key (destination_id, use) where state = 'current';
call app.protect('gateway.key', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- One submission or, in a case that is known, an answer of the sender. The primary key makes one effect of any number of tellings.
create table gateway.arrival (
  submission_id uuid primary key,
  tenant_id uuid not null,
  destination_id uuid not null,
  case_id uuid not null,
  kind text not null default 'unknown' check (kind in ('unknown', 'application', 'answer')),
  -- listed → taken-in → accepted; listed → refusing → rejected; listed → unopened → accepted | rejected (the town has opened it itself)
  state text not null check (state in ('listed', 'taken-in', 'accepted', 'refusing', 'rejected', 'unopened')),
  -- No foreign key: it may be handed over to another town, and it is deleted before the record of its arrival.
  application_id uuid,
  -- Id of the event with which it is answered: the same over all tries.
  jti uuid not null,
  -- Problems of a rejection, in FIT-Connect's shape; never content.
  problems jsonb,
  -- What an answer needs: reply channel, the sender's reference, consent. Sealed with the town's key.
  sealed bytea,
  attempts int not null default 0,
  next_at timestamptz,
  fault text,
  listed_at timestamptz not null,
  arrived_at timestamptz,
  answered_at timestamptz,
  foreign key (tenant_id, destination_id) references gateway.destination (tenant_id, id)
);
create index on gateway.arrival (tenant_id, listed_at desc);
create index on gateway.arrival (case_id);
create index on gateway.arrival (application_id) where application_id is not null;
create index on gateway.arrival (next_at) where next_at is not null;
call app.protect('gateway.arrival', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Written before the bytes of a file come and gone with the transaction that keeps them: what is left belongs to nobody.
create table gateway.arriving_file (
  store_key text primary key,
  tenant_id uuid not null,
  submission_id uuid not null,
  created_at timestamptz not null
);
create index on gateway.arriving_file (created_at);
call app.protect('gateway.arriving_file', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What Fachdaten must look like. A schema is pinned here; none is ever fetched from the address it names.
create table gateway.schema (
  uri text primary key check (length(uri) between 1 and 1000),
  definition jsonb not null,
  changed_at timestamptz not null
);
create trigger guard before insert or update or delete on gateway.schema for each row execute function catalogue.only_operator();
create trigger tell after insert or update or delete on gateway.schema for each statement execute function app.tell_change();
