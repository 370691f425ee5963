call app.open_schema('safe');

-- A document that a person keeps. Name, type and hash are sealed with its key, the key with the account's; the bytes lie sealed in the store.
create table safe.document (
  id uuid primary key,
  account_id uuid not null,
  state text not null check (state in ('arriving', 'kept', 'unchecked', 'held', 'found', 'discarded')),
  origin text not null check (origin in ('upload', 'message', 'decision')),
  -- Of what it was taken from; the same file is not kept twice.
  origin_id uuid,
  -- A letter that needed a level to be read needs it here too.
  minimum_level smallint not null check (minimum_level in (0, 1, 3, 4)),
  store_key text not null unique,
  wrapped_key bytea not null,
  about bytea,
  bytes bigint not null default 0,
  -- While it is held back: its key for the scanner's job, wrapped by the installation.
  held_key bytea,
  created_at timestamptz not null
);
create index on safe.document (account_id, created_at desc);
create index on safe.document (created_at) where state in ('arriving', 'held', 'discarded');
create unique index document_origin on safe.document (account_id, origin_id) where origin_id is not null and state not in ('discarded', 'found');
-- Never in a town's transaction, even where it has the account beside it.
call app.protect('safe.document', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');

-- Consent to use a document in one application (§ 8 (4) Serviceportal.NRW-VO: for each case anew). Never changed.
create table safe.consent (
  id uuid primary key,
  account_id uuid not null,
  document_id uuid not null,
  draft_id uuid not null,
  tenant_id uuid not null references tenants.tenant (id),
  service text not null,
  level smallint not null,
  at timestamptz not null
);
create index on safe.consent (account_id, at desc);
call app.protect('safe.consent', '(account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');
revoke update, truncate on safe.consent from kp_app;
