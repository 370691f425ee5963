call app.open_schema('answers');

-- Consent to electronic provision (§ 41 (2a) VwVfG NRW, § 122a AO): every act is a line, the newest counts.
create table answers.consent (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  account_id uuid not null,
  given boolean not null,
  at timestamptz not null
);
create index on answers.consent (application_id, at desc);
call app.protect('answers.consent', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');
revoke update, delete, truncate on answers.consent from kp_app;

-- A question or a request for documents that waits for the citizen. Its words stand sealed in the application's event.
create table answers.request (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  account_id uuid,
  office text not null,
  kind text not null check (kind in ('question', 'documents')),
  event_id uuid not null unique,
  asked_at timestamptz not null,
  due_on date,
  answered_at timestamptz,
  -- The office did not wait any longer, or the case ended.
  ended_at timestamptz
);
create index on answers.request (application_id, asked_at);
call app.protect('answers.request', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

create table answers.decision (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  application_id uuid not null,
  account_id uuid,
  office text not null,
  kind text not null check (kind in ('grant', 'partial', 'refusal', 'information', 'fee')),
  appealable boolean not null,
  -- 'to-post': printed, its day of posting not recorded yet. 'lapsed': provision ended without notification.
  state text not null check (state in ('to-post', 'posted', 'provided', 'notified', 'lapsed', 'replaced')),
  area text not null check (area in ('vwvfg', 'ao')),
  way text not null check (way in ('own-mailbox', 'account-mailbox', 'post')),
  rule text,
  minimum_level smallint not null check (minimum_level in (0, 1, 3, 4)),
  decided_at timestamptz not null,
  actor_kind text not null,
  actor text,
  -- Structured content, always there: the HTML page is made of it. Sealed with a key of its own, wrapped for the town.
  wrapped_key bytea not null,
  content bytea not null,
  content_sha256 bytea not null,
  store_key text not null unique,
  pdf_bytes bigint not null,
  pdf_sha256 bytea not null,
  -- A further file that belongs to it (a permit); what it is called stands in the content.
  enclosure_store_key text unique,
  message_id uuid,
  replaces uuid references answers.decision (id),
  provided_at timestamptz,
  noticed_at timestamptz,
  retrieved_at timestamptz,
  posted_on date,
  -- Last day on which it can be retrieved; known once the notice was sent.
  retrievable_until date,
  notified_on date,
  remedy_until date,
  unique (tenant_id, id)
);
create index on answers.decision (application_id, decided_at);
create unique index decision_message on answers.decision (message_id) where message_id is not null;
create index on answers.decision (notified_on) where state in ('provided', 'posted');
create index on answers.decision (retrievable_until) where state = 'provided';
create index on answers.decision (account_id) where state = 'provided';
call app.protect('answers.decision', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- What proves the notification. Append-only.
create table answers.evidence (
  id uuid primary key,
  tenant_id uuid not null,
  decision_id uuid not null,
  account_id uuid,
  kind text not null check (kind in ('provided', 'noticed', 'retrieved', 'printed', 'posted', 'notified', 'lapsed', 'not-received', 'replaced')),
  at timestamptz not null,
  actor_kind text not null,
  actor text,
  content_sha256 bytea not null,
  pdf_sha256 bytea not null,
  data jsonb not null default '{}',
  foreign key (tenant_id, decision_id) references answers.decision (tenant_id, id)
);
create index on answers.evidence (decision_id, at);
call app.protect('answers.evidence', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');
revoke update, delete, truncate on answers.evidence from kp_app;
