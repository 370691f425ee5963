call app.open_schema('applications');

-- Not yet submitted. Belongs to whoever fills it in: an account, a visitor (id derived from a cookie), a clerk at the counter.
-- The town sees nothing of it. Content is sealed with a key of its own, wrapped for the owner.
create table applications.draft (
  id uuid primary key,
  owner_id uuid not null,
  owner_kind text not null check (owner_kind in ('account', 'visitor', 'staff')),
  -- The town whose office will receive it.
  tenant_id uuid not null references tenants.tenant (id),
  service text not null,
  form_version text not null,
  channel text not null check (channel in ('online', 'counter', 'paper')),
  language text not null check (language in ('de', 'en')),
  -- STORK number of the level it was last worked on with: it is never opened with less (BSI TR-03107-1, resume on the level of the procedure).
  minimum_level smallint not null check (minimum_level in (0, 1, 3, 4)),
  wrapped_key bytea not null,
  content bytea not null,
  -- Grows with every change; a step remembers the revision it was last saved with, so two tabs cannot overwrite each other unseen.
  revision int not null default 1,
  step_revisions jsonb not null default '{}',
  created_at timestamptz not null,
  edited_at timestamptz not null,
  expires_at timestamptz not null,
  warned_at timestamptz
);
create index on applications.draft (owner_id, edited_at desc);
create index on applications.draft (expires_at);
call app.protect('applications.draft', 'owner_id = (select app.account()) or (select app.operator())');

create table applications.application (
  id uuid primary key,
  tenant_id uuid not null references tenants.tenant (id),
  account_id uuid,
  service text not null,
  leika_key text,
  form_version text not null,
  status text not null check (status in ('payment', 'submitted', 'in-progress', 'waiting', 'decided', 'refused', 'withdrawn', 'closed')),
  status_since timestamptz not null,
  channel text not null check (channel in ('online', 'counter', 'paper')),
  language text not null check (language in ('de', 'en')),
  trust_level smallint not null check (trust_level in (0, 1, 3, 4)),
  reference text,
  -- One key per application, wrapped for the town, for the account, and for the look-up code of somebody without account.
  tenant_wrapped_key bytea not null,
  account_wrapped_key bytea,
  lookup_wrapped_key bytea,
  lookup_hash bytea,
  content bytea not null,
  -- Name of the applicant for lists, sealed with the town's key.
  applicant_name bytea,
  -- Keyed hashes: the same request or draft never makes a second application.
  request_key bytea not null,
  draft_key bytea not null,
  fee_cents int check (fee_cents > 0),
  fee_way text check (fee_way in ('online', 'transfer', 'counter')),
  paid_at timestamptz,
  created_at timestamptz not null,
  submitted_at timestamptz,
  closed_at timestamptz,
  -- First legal day on which nothing obliges the office to keep it; set when it is closed.
  keep_until date,
  archive_offered_at timestamptz,
  -- Number of its events: the next one's position is one more, without gaps, because the row is locked while it grows.
  events int not null default 0,
  check ((fee_cents is null) = (fee_way is null)),
  check (reference is not null or status = 'payment'),
  check (submitted_at is not null or status = 'payment'),
  unique (tenant_id, id)
);
create unique index application_request_key on applications.application (request_key);
create unique index application_draft_key on applications.application (draft_key);
create index on applications.application (account_id, created_at desc) where account_id is not null;
create index on applications.application (tenant_id, submitted_at desc, id desc) where submitted_at is not null;
create index on applications.application (created_at) where status = 'payment';
create index on applications.application (keep_until) where keep_until is not null;
call app.protect('applications.application', 'tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator())');

-- Every Vorgangsnummer ever given, also of applications that are deleted: none is given twice.
create table applications.reference (
  reference text primary key,
  tenant_id uuid not null,
  application_id uuid not null
);
alter table applications.reference enable row level security;
alter table applications.reference force row level security;
create policy given on applications.reference for insert with check (tenant_id = (select app.tenant()) or (select app.operator()));
create policy seen on applications.reference for select using (tenant_id = (select app.tenant()) or (select app.operator()));
revoke update, delete, truncate on applications.reference from kp_app;

-- Which office gets which part (data minimisation); `whole` where the form has no parts.
create table applications.part (
  application_id uuid not null,
  tenant_id uuid not null,
  part text not null,
  office text not null,
  primary key (application_id, part),
  foreign key (tenant_id, application_id) references applications.application (tenant_id, id)
);
create index on applications.part (tenant_id, office, application_id);
call app.protect('applications.part', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- The one event log: status, timeline, webhooks and figures are read from it. Codes in data, words for people sealed.
create table applications.event (
  id uuid primary key,
  application_id uuid not null,
  tenant_id uuid not null,
  account_id uuid,
  position int not null check (position > 0),
  type text not null check (type ~ '^[a-z]+(-[a-z]+)*$'),
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('citizen', 'visitor', 'staff', 'extension', 'system')),
  actor text,
  for_citizen boolean not null,
  data jsonb not null default '{}',
  text bytea,
  unique (application_id, position),
  foreign key (tenant_id, application_id) references applications.application (tenant_id, id)
);
call app.protect('applications.event', 'tenant_id = (select app.tenant()) or (account_id = (select app.account()) and for_citizen) or (select app.operator())');

create table applications.search_word (
  tenant_id uuid not null,
  hash bytea not null,
  application_id uuid not null,
  primary key (tenant_id, hash, application_id),
  foreign key (tenant_id, application_id) references applications.application (tenant_id, id)
);
create index on applications.search_word (application_id);
call app.protect('applications.search_word', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A file of a draft or an application. The bytes lie sealed in the file store; name, size, type and hash are sealed in `about`.
create table applications.file (
  id uuid primary key,
  owner_id uuid,
  draft_id uuid references applications.draft (id),
  tenant_id uuid not null,
  application_id uuid,
  kind text not null check (kind in ('upload', 'reply', 'rendition')),
  -- Of a rendition: the standard; of a reply: what was asked for.
  label text,
  scan text not null check (scan in ('arriving', 'clean', 'unchecked', 'held', 'found', 'discarded')),
  store_key text not null unique,
  -- Sealed with the key of the draft or the application.
  wrapped_key bytea not null,
  about bytea,
  bytes bigint not null default 0,
  -- While it is held back: its key for the scanner's job, sealed with the town's quarantine key.
  held_key bytea,
  created_at timestamptz not null,
  check (draft_id is null or application_id is null),
  foreign key (tenant_id, application_id) references applications.application (tenant_id, id)
);
create index on applications.file (draft_id) where draft_id is not null;
create index on applications.file (application_id) where application_id is not null;
create index on applications.file (created_at) where scan in ('arriving', 'held', 'discarded', 'found');
create unique index file_rendition on applications.file (application_id, label) where kind = 'rendition';
call app.protect('applications.file', '(application_id is not null and tenant_id = (select app.tenant())) or owner_id = (select app.account()) or (select app.operator())');

-- Guards against abuse without a CAPTCHA: counters per hour. Keys are keyed hashes, no addresses and no owners.
create table applications.quota (
  tenant_id uuid,
  what text not null,
  key bytea not null,
  hour timestamptz not null,
  used int not null,
  bytes bigint not null default 0,
  primary key (what, key, hour)
);
create index on applications.quota (hour);
call app.protect('applications.quota', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- What is left of something that was deleted: when and why, never what.
create table applications.deletion (
  id uuid primary key,
  tenant_id uuid not null,
  account_id uuid,
  subject_kind text not null check (subject_kind in ('draft', 'application', 'file')),
  subject_id uuid not null,
  reference text,
  service text,
  reason text not null check (reason in ('expired', 'by-owner', 'account-deleted', 'unpaid', 'reopened', 'retention', 'malware', 'unfinished')),
  at timestamptz not null
);
create index on applications.deletion (tenant_id, at);
alter table applications.deletion enable row level security;
alter table applications.deletion force row level security;
create policy written on applications.deletion for insert with check (
  tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator()));
create policy seen on applications.deletion for select using (
  tenant_id = (select app.tenant()) or account_id = (select app.account()) or (select app.operator()));
revoke update, delete, truncate on applications.deletion from kp_app;
