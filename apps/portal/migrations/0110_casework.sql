call app.open_schema('casework');

-- One part of an application on the desk of one office. What lists need stands in the clear; names are opened by way of the application.
create table casework.case (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  account_id uuid,
  part text not null,
  office text not null,
  service text not null,
  reference text not null,
  channel text not null check (channel in ('online', 'counter', 'paper')),
  state text not null check (state in ('open', 'taken', 'waiting', 'decided', 'closed')),
  state_since timestamptz not null,
  assignee uuid,
  -- The citizen took the application back.
  withdrawn boolean not null default false,
  -- The fee has not come yet (transfer, counter).
  unpaid boolean not null default false,
  task text check (task in ('repeat-decision', 'post-letter')),
  received_at timestamptz not null,
  -- Something new from outside: whoever read it before has to read it again.
  news_at timestamptz not null,
  due_on date,
  resubmit_on date,
  -- The nearer of the two, 'infinity' without: lists are sorted by it.
  next_on date not null default 'infinity',
  -- Grows with every change, so two clerks cannot overwrite each other unseen; the last change says who did what.
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by uuid,
  change text not null,
  unique (tenant_id, id),
  unique (tenant_id, application_id, part)
);
-- Unfinished cases are what a day is made of; the whole archive pages by the same order.
create index case_desk on casework.case (tenant_id, received_at, id) where state in ('open', 'taken', 'waiting');
create index case_desk_office on casework.case (tenant_id, office, received_at, id) where state in ('open', 'taken', 'waiting');
create index case_all on casework.case (tenant_id, received_at, id);
create index case_state on casework.case (tenant_id, state, received_at, id);
create index case_office_state on casework.case (tenant_id, office, state, received_at, id);
create index case_due on casework.case (tenant_id, next_on, id) where state in ('open', 'taken', 'waiting');
create index case_assignee on casework.case (tenant_id, assignee, received_at, id) where state in ('open', 'taken', 'waiting');
create index case_task on casework.case (tenant_id, received_at, id) where task is not null;
create index case_reference on casework.case (tenant_id, reference);
call app.protect('casework.case', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- How many cases stand where: kept with every change in its own transaction, because counting 73,000 rows for every page is not free.
create table casework.counter (
  tenant_id uuid not null references tenants.tenant (id),
  office text not null,
  state text not null,
  cases int not null,
  primary key (tenant_id, office, state)
);
call app.protect('casework.counter', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table casework.reading (
  tenant_id uuid not null,
  case_id uuid not null,
  staff uuid not null,
  read_at timestamptz not null,
  primary key (tenant_id, staff, case_id),
  foreign key (tenant_id, case_id) references casework.case (tenant_id, id) on delete cascade
);
create index on casework.reading (case_id);
call app.protect('casework.reading', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- The office's own words; sealed with the town's key.
create table casework.note (
  id uuid primary key,
  tenant_id uuid not null,
  case_id uuid not null,
  at timestamptz not null,
  staff uuid not null,
  text bytea not null,
  foreign key (tenant_id, case_id) references casework.case (tenant_id, id) on delete cascade
);
create index on casework.note (case_id, at);
call app.protect('casework.note', 'tenant_id = (select app.tenant()) or (select app.operator())');

create table casework.absence (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  staff uuid not null,
  deputy uuid not null,
  from_day date not null,
  -- Last day.
  until_day date not null check (until_day >= from_day),
  entered_by uuid not null,
  entered_at timestamptz not null,
  check (staff <> deputy)
);
create index on casework.absence (tenant_id, until_day);
call app.protect('casework.absence', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- The filters a person last used in a town.
create table casework.view (
  tenant_id uuid not null references tenants.tenant (id),
  staff uuid not null,
  filters text not null check (length(filters) <= 500),
  primary key (tenant_id, staff)
);
call app.protect('casework.view', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A permit that anyone can verify with its code. The code opens the facts; neither code nor name is stored.
create table casework.permit (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  code_hash bytea not null unique,
  facts bytea not null,
  valid_until date not null,
  revoked_at timestamptz,
  issued_at timestamptz not null
);
create index on casework.permit (application_id);
call app.protect('casework.permit', 'tenant_id = (select app.tenant()) or (select app.operator())');
