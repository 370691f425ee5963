call app.open_schema('mailbox');

-- A message between a town and an account. Words and file keys are sealed with the account's key; in the clear stands what lists, dates
-- and evidence need.
create table mailbox.message (
  id uuid primary key,
  account_id uuid not null,
  tenant_id uuid not null references tenants.tenant (id),
  direction text not null check (direction in ('received', 'sent')),
  kind text not null check (kind in ('confirmation', 'question', 'request', 'decision', 'status', 'notice', 'reply')),
  application_id uuid,
  decision_id uuid,
  -- STORK number of the level that reading needs at least (§ 8 Servicekonto.NRW-VO).
  minimum_level smallint not null check (minimum_level in (0, 1, 3, 4)),
  delivered_at timestamptz not null,
  subject bytea not null,
  content bytea not null,
  -- Over the words and the hashes of the files, salted inside the seal: proves what was shown to whoever holds the key, tells nobody else.
  content_sha256 bytea not null,
  attachments smallint not null,
  -- Read once and for good: when, with which level. What was shown is content_sha256.
  opened_at timestamptz,
  opened_level smallint check (opened_level in (0, 1, 3, 4)),
  -- First time that a file was taken out.
  retrieved_at timestamptz,
  -- The mail that says only that something is there.
  notice text not null check (notice in ('none', 'due', 'sent', 'not-wanted', 'rejected', 'given-up')),
  notice_at timestamptz,
  notice_attempts smallint not null default 0,
  check ((opened_at is null) = (opened_level is null)),
  check ((kind = 'decision') = (decision_id is not null)),
  unique (tenant_id, account_id, id)
);
create index on mailbox.message (account_id, direction, (opened_at is null) desc, delivered_at desc, id desc);
create index message_unread on mailbox.message (account_id) where direction = 'received' and opened_at is null;
create index on mailbox.message (application_id, delivered_at) where application_id is not null;
create unique index message_confirmation on mailbox.message (application_id) where kind = 'confirmation';

-- A file of a message. Where it lies and its key stand in the seal; the bytes belong to whoever made them and are not copied.
create table mailbox.attachment (
  id uuid primary key,
  message_id uuid not null,
  account_id uuid not null,
  tenant_id uuid not null,
  position smallint not null,
  about bytea not null,
  retrieved_at timestamptz,
  unique (message_id, position),
  foreign key (tenant_id, account_id, message_id) references mailbox.message (tenant_id, account_id, id) on delete cascade
);

-- A provision that ended without having been read (§ 41 (2a) VwVfG). A table of its own, because a town may write here but see no message.
-- Counts only together with the message's own town; a message that is gone with its account is no fault.
create table mailbox.ending (
  message_id uuid not null,
  tenant_id uuid not null,
  at timestamptz not null,
  primary key (message_id, tenant_id)
);

-- A town puts in and never looks, not even in a transaction that has the account in its scope beside it.
create procedure mailbox.protect_letters(target regclass, own text, fresh text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy put_in on %s for insert with check ((tenant_id = (select app.tenant()) and %s) or (select app.operator()))', target, fresh);
  execute format('create policy seen on %s for select using ((%s and (select app.tenant()) is null) or (select app.operator()))', target, own);
  execute format('create policy changed on %s for update using ((%s and (select app.tenant()) is null) or (select app.operator()))', target, own);
  execute format('create policy removed on %s for delete using ((%s and (select app.tenant()) is null) or (select app.operator()))', target, own);
end $$;
call mailbox.protect_letters('mailbox.message', 'account_id = (select app.account())', $$direction = 'received' and opened_at is null and retrieved_at is null$$);
call mailbox.protect_letters('mailbox.attachment', 'account_id = (select app.account())', 'retrieved_at is null');
call mailbox.protect_letters('mailbox.ending', 'exists (select from mailbox.message m where m.id = message_id and m.tenant_id = ending.tenant_id)', 'true');
drop procedure mailbox.protect_letters(regclass, text, text);
-- What was read and what ended is not undone; the portal itself cannot rewrite a message either.
revoke update on mailbox.message, mailbox.attachment, mailbox.ending from kp_app;
grant update (opened_at, opened_level, retrieved_at, notice, notice_at, notice_attempts) on mailbox.message to kp_app;
grant update (retrieved_at) on mailbox.attachment to kp_app;

-- What is known of an account's notices: the last one that was sent, and whether its address still works.
create table mailbox.box (
  account_id uuid primary key,
  last_notice_at timestamptz,
  address_refused_at timestamptz
);
call app.protect('mailbox.box', 'account_id = (select app.account()) or (select app.operator())');

-- Address that somebody without account has left for one application. Its key is wrapped by the installation, so the town cannot read it.
create table mailbox.visitor_address (
  application_id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  wrapped_key bytea not null,
  address bytea not null,
  created_at timestamptz not null,
  last_notice_at timestamptz,
  refused_at timestamptz
);
call app.protect('mailbox.visitor_address', 'tenant_id = (select app.tenant()) or (select app.operator())');
