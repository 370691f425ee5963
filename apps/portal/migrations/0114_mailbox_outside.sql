-- Mailboxes outside of this portal: that of the federal account (ZBP) and the organisations' (MUK). What goes there is a copy; the source stays here.

-- Where a person wants to be reached besides. No row: nowhere.
create table mailbox.outside_choice (
  account_id uuid primary key,
  kind text not null check (kind in ('zbp', 'muk')),
  chosen_at timestamptz not null
);
call app.protect('mailbox.outside_choice', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');

-- One message on its way to such a mailbox. Ids, codes and check values; never content, never the mailbox's own address.
create table mailbox.outside (
  message_id uuid primary key references mailbox.message (id) on delete cascade,
  account_id uuid not null,
  kind text not null check (kind in ('zbp', 'muk')),
  -- due → handed-over → accepted | failed
  state text not null check (state in ('due', 'handed-over', 'accepted', 'failed')),
  -- What the delivery service calls it, written down before anything is handed over: whoever tries again goes on with the same.
  parcel text check (length(parcel) between 1 and 200),
  memory jsonb not null default '{}',
  attempts smallint not null default 0,
  reason text,
  begun_at timestamptz not null,
  handed_over_at timestamptz,
  ended_at timestamptz,
  check ((state in ('accepted', 'failed')) = (ended_at is not null))
);
call app.protect('mailbox.outside', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');
