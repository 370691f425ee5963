call app.open_schema('accounts');

-- One random secret of the installation, wrapped by its key: hashes person keys, cookies' scopes and town pseudonyms.
create table accounts.pepper (id int primary key default 1 check (id = 1), wrapped bytea not null);
call app.protect('accounts.pepper', '(select app.operator())');

-- A person who came back or wants to: known by a keyed hash of bPK2, never by bPK2 itself.
create table accounts.account (
  id uuid primary key,
  person_hash bytea not null unique,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  -- Sealed with the account's key: address for notices without content, mailbox handle of the federal mailbox.
  notice_mail bytea,
  mailbox_handle bytea,
  deletion_noticed_at timestamptz
);
call app.protect('accounts.account', 'id = (select app.account()) or (select app.operator())');

-- One sign-in; its sessions at the hosts of the installation end together.
create table accounts.login (
  id uuid primary key,
  account_id uuid references accounts.account (id) on delete cascade,
  -- Scope of a one-time sign-in's drafts.
  owner_id uuid not null,
  level smallint not null check (level in (1, 3, 4)),
  requested text[] not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- What BundID said of the person, sealed with a key that only the cookies of this sign-in open.
  person bytea not null
);
create index on accounts.login (account_id);
create index on accounts.login (expires_at);
call app.protect('accounts.login', 'account_id = (select app.account()) or (select app.operator())');

create table accounts.session (
  token_hash bytea primary key,
  id uuid not null unique,
  login_id uuid not null references accounts.login (id) on delete cascade,
  host text not null,
  wrapped_login_key bytea not null,
  idle_until timestamptz not null
);
create index on accounts.session (login_id);
call app.protect('accounts.session', '(select app.operator())');

-- A sign-in on its way: from a host to the Leitportal, to BundID and back. Bound to the browser at both hosts.
create table accounts.login_request (
  id uuid primary key,
  host text not null,
  tenant_id uuid,
  return_path text not null check (return_path like '/%' and return_path not like '//%'),
  lang text not null check (lang in ('de', 'en')),
  level smallint not null check (level in (1, 3, 4)),
  attributes text[] not null,
  display_name text not null,
  browser_hash bytea not null,
  apex_hash bytea,
  saml_id text unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  login_id uuid references accounts.login (id) on delete cascade,
  wrapped_login_key bytea,
  code_hash bytea unique,
  failed text,
  used_at timestamptz
);
create index on accounts.login_request (expires_at);
call app.protect('accounts.login_request', '(select app.operator())');

-- Assertions are believed once.
create table accounts.used_assertion (assertion_id text primary key, until timestamptz not null);
call app.protect('accounts.used_assertion', '(select app.operator())');

create table accounts.staff (
  id uuid primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  email text not null,
  last_seen_at timestamptz not null,
  roles jsonb not null,
  unique (issuer, subject)
);
call app.protect('accounts.staff', '(select app.operator()) or (select app.tenant()) is not null');

create table accounts.staff_session (
  token_hash bytea primary key,
  id uuid not null unique,
  staff_id uuid not null references accounts.staff (id) on delete cascade,
  roles jsonb not null,
  id_token text,
  expires_at timestamptz not null,
  idle_until timestamptz not null
);
call app.protect('accounts.staff_session', '(select app.operator())');

create table accounts.staff_request (
  state_hash bytea primary key,
  verifier text not null,
  nonce text not null,
  return_path text not null check (return_path like '/%' and return_path not like '//%'),
  expires_at timestamptz not null
);
call app.protect('accounts.staff_request', '(select app.operator())');
