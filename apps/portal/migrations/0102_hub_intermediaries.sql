-- FIT-Connect and XTA: between the portal and the office system stands an intermediary that takes a message now and tells later what became of it.
alter table hub.destination drop constraint destination_channel_check;
alter table hub.destination add constraint destination_channel_check check (channel in ('webhook', 'fit-connect', 'xta'));
-- What the channel has to know besides address and secrets; nothing secret.
alter table hub.destination add column settings jsonb not null default '{}';
-- Replies of the office system are asked for: when next.
alter table hub.destination add column replies_at timestamptz;

-- `received`: the intermediary has it and says so; the office system has not answered yet.
alter table hub.delivery drop constraint delivery_state_check;
alter table hub.delivery add constraint delivery_state_check check (state in ('queued', 'paused', 'sent', 'received', 'accepted', 'rejected', 'dead', 'replaced'));
-- The event that a message is about, where there may be several of its kind.
alter table hub.delivery add column about text not null default '' check (length(about) <= 40);
alter table hub.attempt drop constraint attempt_result_check;
alter table hub.attempt add constraint attempt_result_check check (result in ('received', 'accepted', 'rejected', 'unreachable', 'refused', 'lost'));

-- What the intermediary calls a delivery, written down before anything is handed over: whoever tries again goes on with the same parcel.
create table hub.dispatch (
  delivery_id uuid primary key,
  tenant_id uuid not null,
  destination_id uuid not null,
  -- Submission id of FIT-Connect, message id of XTA.
  parcel text not null check (length(parcel) between 1 and 200),
  -- Case of FIT-Connect: what follows belongs into the same.
  bracket text check (length(bracket) <= 200),
  -- What the channel needs to go on: ids, codes and check values, never content.
  memory jsonb not null,
  announced_at timestamptz not null,
  handed_over_at timestamptz,
  -- Look what became of it, not before; null: nothing more is to be seen.
  look_at timestamptz,
  looks int not null default 0,
  -- Why the last look brought nothing that can be relied on.
  problem text,
  foreign key (tenant_id, delivery_id) references hub.delivery (tenant_id, id) on delete cascade,
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id)
);
create index dispatch_due on hub.dispatch (destination_id, look_at) where look_at is not null;
create unique index dispatch_parcel on hub.dispatch (destination_id, parcel);
create index on hub.dispatch (bracket) where bracket is not null;
call app.protect('hub.dispatch', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What the intermediary and the office system signed or reported: proof of the way, kept as long as the delivery.
create table hub.receipt (
  delivery_id uuid not null,
  -- The event's own id.
  id text not null check (length(id) between 1 and 200),
  tenant_id uuid not null,
  what text not null check (what in ('handed-over', 'notified', 'forwarded', 'accepted', 'rejected')),
  at timestamptz not null,
  -- A signed token or a report as it came, sealed with the town's key: reasons may repeat what a person wrote.
  evidence bytea not null,
  primary key (delivery_id, id),
  foreign key (tenant_id, delivery_id) references hub.delivery (tenant_id, id) on delete cascade
);
call app.protect('hub.receipt', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Replies of office systems: each has its effect once.
create table hub.reply (
  destination_id uuid not null,
  -- As the intermediary calls it.
  parcel text not null check (length(parcel) between 1 and 200),
  tenant_id uuid not null,
  delivery_id uuid not null,
  result text not null check (result in ('taken', 'refused')),
  -- Codes why it was refused; no words of anybody.
  reasons text[] not null default '{}',
  -- Id of our answer to it, the same at every try.
  answer uuid not null,
  taken_at timestamptz not null,
  answered_at timestamptz,
  primary key (destination_id, parcel),
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id),
  foreign key (tenant_id, delivery_id) references hub.delivery (tenant_id, id) on delete cascade
);
create index on hub.reply (delivery_id);
call app.protect('hub.reply', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Keys for which replies are encrypted; old ones stay while something that was sent with them may be answered.
create table hub.reply_key (
  id text primary key,
  tenant_id uuid not null,
  destination_id uuid not null,
  public jsonb not null,
  -- Sealed with the town's key.
  private bytea not null,
  made_at timestamptz not null,
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id)
);
create index on hub.reply_key (destination_id, made_at);
call app.protect('hub.reply_key', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Callbacks that were believed once, for as long as they would be believed again.
create table hub.callback_seen (
  destination_id uuid not null,
  id text not null check (length(id) <= 200),
  tenant_id uuid not null,
  until timestamptz not null,
  primary key (destination_id, id),
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id)
);
create index on hub.callback_seen (until);
call app.protect('hub.callback_seen', 'tenant_id = (select app.tenant()) or (select app.operator())');
