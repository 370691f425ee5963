call app.open_schema('payments');

-- What somebody owes for one application: once with the submission, and once for each fee that a decision sets. No names, no answers.
create table payments.claim (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  -- Who sees it in all towns; null for somebody without account.
  account_id uuid,
  application_id uuid not null,
  service text not null,
  -- `application-fee`, or `decision:<id>`.
  purpose text not null check (purpose ~ '^[a-z][a-z0-9:-]{0,79}$'),
  cents int not null check (cents between 1 and 99999900),
  received_cents int not null default 0 check (received_cents >= 0),
  items jsonb not null,
  booking_data jsonb not null,
  way text not null check (way in ('online', 'transfer', 'counter')),
  -- Kassenzeichen of the town.
  reference text not null check (length(reference) between 6 and 36),
  state text not null check (state in ('open', 'paid', 'ended')),
  ended_why text check (ended_why in ('withdrawn', 'refused', 'reopened', 'unpaid')),
  created_at timestamptz not null,
  due_day date not null,
  paid_at timestamptz,
  check ((state = 'paid') = (paid_at is not null)),
  check (state <> 'ended' or ended_why is not null),
  unique (tenant_id, id),
  unique (tenant_id, reference)
);
create unique index claim_once on payments.claim (application_id, purpose) where state <> 'ended';
create index on payments.claim (tenant_id, created_at, id) where state = 'open' and way <> 'online';
create index on payments.claim (account_id) where account_id is not null;
call app.protect('payments.claim', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- One transaction at the payment provider. `starting` is committed before the provider is called, so whatever happens then is found again.
create table payments.attempt (
  id uuid primary key,
  tenant_id uuid not null,
  account_id uuid,
  claim_id uuid not null,
  -- Used once: the number is part of the request id.
  number int not null check (number between 1 and 999),
  request_id text not null unique,
  state text not null check (state in ('starting', 'open', 'paid', 'aborted', 'failed', 'lost', 'refused', 'expired', 'disputed')),
  cents int not null check (cents > 0),
  originator text not null,
  end_point text not null,
  return_url text not null,
  -- How often and until when it is being called; past that moment somebody else may take over.
  calls int not null,
  called_until timestamptz,
  provider_id text,
  provider_reference text,
  redirect_url text,
  method text,
  -- A code for the operator: why it did not go on.
  detail text,
  started_at timestamptz not null,
  ended_at timestamptz,
  checks int not null default 0,
  checked_at timestamptz,
  next_check_at timestamptz,
  check (state not in ('open', 'paid', 'aborted', 'failed', 'disputed', 'expired') or provider_id is not null),
  unique (claim_id, number),
  foreign key (tenant_id, claim_id) references payments.claim (tenant_id, id)
);
-- One transaction of the provider never pays two claims.
create unique index attempt_provider_id on payments.attempt (end_point, provider_id);
create index on payments.attempt (next_check_at) where next_check_at is not null;
call app.protect('payments.attempt', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- Money that arrived, by the provider or at the Kasse. Only ever added.
create table payments.incoming (
  id uuid primary key,
  tenant_id uuid not null,
  account_id uuid,
  claim_id uuid not null,
  attempt_id uuid unique references payments.attempt (id),
  cents int not null check (cents > 0),
  way text not null check (way in ('online', 'transfer', 'counter')),
  -- Legal day on which it arrived.
  day date not null,
  -- Number of the Kasse's own record.
  voucher text,
  staff_id uuid,
  at timestamptz not null,
  check ((way = 'online') = (attempt_id is not null)),
  check (way = 'online' or (voucher is not null and staff_id is not null)),
  foreign key (tenant_id, claim_id) references payments.claim (tenant_id, id)
);
create unique index incoming_voucher on payments.incoming (claim_id, voucher);
call app.protect('payments.incoming', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- A claim is booked once: the primary key says so. `event_id` is what was announced.
create table payments.booking (
  claim_id uuid primary key,
  tenant_id uuid not null,
  account_id uuid,
  event_id uuid not null,
  at timestamptz not null,
  foreign key (tenant_id, claim_id) references payments.claim (tenant_id, id)
);
call app.protect('payments.booking', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');
revoke update, delete, truncate on payments.incoming, payments.booking from kp_app;
grant update (account_id) on payments.incoming, payments.booking to kp_app;

-- Work for the Kasse: money to give back, or to look at.
create table payments.refund_task (
  id uuid primary key,
  tenant_id uuid not null,
  account_id uuid,
  claim_id uuid not null,
  incoming_id uuid references payments.incoming (id),
  attempt_id uuid references payments.attempt (id),
  cents int not null check (cents >= 0),
  reason text not null check (reason in ('withdrawn', 'refused', 'reopened', 'unpaid', 'paid-twice', 'overpaid', 'after-end', 'amount-differs', 'requested')),
  state text not null check (state in ('open', 'closed')),
  created_at timestamptz not null,
  requested_by uuid,
  closed_at timestamptz,
  closed_by uuid,
  outcome text check (outcome in ('refunded', 'kept', 'resolved')),
  voucher text,
  check ((state = 'closed') = (closed_at is not null and closed_by is not null and outcome is not null)),
  foreign key (tenant_id, claim_id) references payments.claim (tenant_id, id)
);
create index on payments.refund_task (tenant_id, state, created_at, id);
create index on payments.refund_task (claim_id);
call app.protect('payments.refund_task', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');
