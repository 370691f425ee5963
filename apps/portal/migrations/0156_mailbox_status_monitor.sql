-- Where the answers to one application shall arrive besides this portal's mailbox, as chosen when it was sent. No row: as the account has chosen.
create table mailbox.answer_choice (
  application_id uuid primary key,
  account_id uuid not null,
  -- null: nowhere besides.
  kind text check (kind in ('zbp', 'muk')),
  chosen_at timestamptz not null
);
call app.protect('mailbox.answer_choice', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');

-- An application that the status monitor of the federal account shows, under the id that its sign-in gave.
create table mailbox.monitored (
  application_id uuid primary key,
  account_id uuid not null,
  -- Sealed with the account's key.
  status_id bytea not null,
  -- One id shows one application: whoever sends two in one sign-in sees the first there.
  status_id_hash bytea not null unique,
  begun_at timestamptz not null
);
call app.protect('mailbox.monitored', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');

-- One step on its way there. Ids and codes only.
create table mailbox.status_report (
  -- Of the event that it tells of.
  id uuid primary key,
  application_id uuid not null references mailbox.monitored (application_id) on delete cascade,
  account_id uuid not null,
  status text not null check (status in ('SUBMITTED', 'RECEIVED', 'PROCESSING', 'ACTION_REQUIRED', 'COMPLETED')),
  at timestamptz not null,
  state text not null check (state in ('due', 'handed-over', 'accepted', 'failed')),
  parcel text check (length(parcel) between 1 and 200),
  memory jsonb not null default '{}',
  attempts smallint not null default 0,
  reason text,
  handed_over_at timestamptz,
  ended_at timestamptz,
  check ((state in ('accepted', 'failed')) = (ended_at is not null))
);
create index status_report_application on mailbox.status_report (application_id);
call app.protect('mailbox.status_report', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');
