call app.open_schema('insight');

-- What happened, once per event, as it was announced. Thrown away when its day is long over; the figures stay.
create table insight.fact (
  event_id uuid not null,
  type text not null,
  at timestamptz not null,
  -- The legal day of `at`.
  day date not null,
  tenant_id uuid not null,
  service text not null,
  application_id uuid not null,
  destination_id uuid,
  counted boolean not null default false,
  primary key (event_id, type)
);
create index on insight.fact (day, tenant_id, service) where not counted;
create index on insight.fact (application_id, type);
create index on insight.fact (day);
call app.protect('insight.fact', '(select app.operator())');

-- Per day, town, service and destination (the zero id: the service itself).
create table insight.figure (
  day date not null,
  tenant_id uuid not null,
  service text not null,
  destination_id uuid not null,
  submitted int not null default 0,
  withdrawn int not null default 0,
  answered int not null default 0,
  decided int not null default 0,
  queued int not null default 0,
  accepted int not null default 0,
  rejected int not null default 0,
  dead int not null default 0,
  -- Seconds from submission to acceptance by the destination, and to the office's first answer.
  arrival_p50 double precision,
  arrival_p95 double precision,
  answer_p50 double precision,
  answer_p95 double precision,
  primary key (day, tenant_id, service, destination_id)
);
call app.protect('insight.figure', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- When the worker last did its minute's round.
create table insight.heartbeat (
  what text primary key,
  at timestamptz not null
);
call app.protect('insight.heartbeat', '(select app.operator())');
