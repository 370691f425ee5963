-- What an office said and went back by FIT-Connect is followed until the other side has answered it: accepted, rejected, or left lying for two weeks.
alter table gateway.reply
  add column look_at timestamptz,
  add column looks int not null default 0,
  -- Since when it is known what became of it.
  add column answered_at timestamptz;
create index on gateway.reply (look_at) where look_at is not null;
