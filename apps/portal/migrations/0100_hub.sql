call app.open_schema('hub');

-- Where a town's applications go besides the casework inbox. Pause, back-off and back pressure are rows here, measured by the
-- platform's clock; jobs only wake.
create table hub.destination (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  name text not null check (length(name) between 1 and 120),
  channel text not null check (channel in ('webhook')),
  address text not null check (length(address) between 1 and 2000),
  -- Secrets of the channel, sealed with the town's key.
  secrets bytea not null,
  max_in_flight int not null default 4 check (max_in_flight between 1 and 64),
  created_at timestamptz not null,
  retired_at timestamptz,
  paused_at timestamptz,
  -- Exchanges in a row that brought no understandable answer; while it grows, one delivery at a time tries again after held_until.
  failures int not null default 0 check (failures >= 0),
  failing_since timestamptz,
  last_failure text,
  held_until timestamptz,
  last_answer_at timestamptz,
  tested_at timestamptz,
  test_result text,
  check ((failures = 0) = (failing_since is null)),
  unique (tenant_id, id)
);
create unique index destination_name on hub.destination (tenant_id, name) where retired_at is null;
call app.protect('hub.destination', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- service × office × part × time; null means any. The time is that of submission, half-open.
create table hub.route (
  id uuid primary key,
  tenant_id uuid not null,
  destination_id uuid not null,
  service text,
  office text,
  part text,
  valid_from timestamptz not null,
  valid_until timestamptz,
  check (valid_until is null or valid_until >= valid_from),
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id)
);
create index on hub.route (tenant_id, service);
create index on hub.route (destination_id);
call app.protect('hub.route', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- One message about one part to one destination. The id is its idempotency key and stands in every try.
create table hub.delivery (
  id uuid primary key,
  tenant_id uuid not null,
  destination_id uuid not null,
  application_id uuid not null,
  message text not null check (message in ('application.submitted', 'application.withdrawn')),
  part text not null,
  office text not null,
  service text not null,
  reference text not null,
  submitted_at timestamptz not null,
  -- Order within the destination.
  sequence bigint generated always as identity,
  state text not null check (state in ('queued', 'paused', 'sent', 'accepted', 'rejected', 'dead', 'replaced')),
  attempts int not null default 0,
  -- Attempts since somebody last asked for it to be sent again; this many are allowed.
  attempts_before int not null default 0,
  next_attempt_at timestamptz not null,
  -- While sent: until then the worker that sends it is believed to live.
  lease_until timestamptz,
  -- Some try may have reached the receiver without our hearing of it: only the same id may be sent to it again.
  may_have_arrived boolean not null default false,
  reason text,
  -- The receiver's reasons in its words, sealed with the town's key.
  reasons bytea,
  receipt text check (length(receipt) <= 200),
  queued_at timestamptz not null,
  finished_at timestamptz,
  -- The delivery that this one takes the place of, after a correction.
  corrects uuid,
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id),
  check ((state = 'sent') = (lease_until is not null)),
  check ((state in ('accepted', 'rejected', 'dead', 'replaced')) = (finished_at is not null)),
  check (state <> 'accepted' or receipt is not null),
  unique (tenant_id, id)
);
-- Routing twice queues once.
create unique index delivery_once on hub.delivery (application_id, part, destination_id, message) where state <> 'replaced';
create index delivery_due on hub.delivery (destination_id, sequence) where state in ('queued', 'sent');
create index delivery_open on hub.delivery (application_id, destination_id) where state in ('queued', 'paused', 'sent');
create index delivery_listed on hub.delivery (queued_at desc, id desc);
create index delivery_listed_by_state on hub.delivery (state, queued_at desc, id desc);
create index delivery_listed_by_town on hub.delivery (tenant_id, queued_at desc, id desc);
create index on hub.delivery (reference);
call app.protect('hub.delivery', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table hub.attempt (
  delivery_id uuid not null,
  number int not null check (number > 0),
  tenant_id uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- null: still under way. lost: the worker ended before it could write down what happened.
  result text check (result in ('accepted', 'rejected', 'unreachable', 'refused', 'lost')),
  reason text,
  status int,
  primary key (delivery_id, number),
  foreign key (tenant_id, delivery_id) references hub.delivery (tenant_id, id)
);
call app.protect('hub.attempt', 'tenant_id = (select app.tenant()) or (select app.operator())');
