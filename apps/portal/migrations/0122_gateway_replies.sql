-- What an office said in an application that came from elsewhere, on its way back by the case it came in. The id is that of the application's event: told twice it is one.
create table gateway.reply (
  id uuid primary key,
  -- The town whose destination the case is at; the application may be with another by now.
  tenant_id uuid not null,
  submission_id uuid not null references gateway.arrival (submission_id),
  application_id uuid not null,
  state text not null check (state in ('queued', 'sent', 'given-up')),
  -- Given by the delivery service when it was announced.
  reply_id uuid,
  attachment_id uuid not null,
  attempts int not null default 0,
  next_at timestamptz,
  fault text,
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null))
);
create index on gateway.reply (submission_id, created_at);
create index on gateway.reply (next_at) where next_at is not null;
create index on gateway.reply (application_id);
call app.protect('gateway.reply', 'tenant_id = (select app.tenant()) or (select app.operator())');
