call app.open_schema('evidence');

-- What a register gave out and nobody has decided about yet: shown to the person, taken over or thrown away, gone after half an hour.
-- Sealed for whoever fills in the draft; a town never sees it.
create table evidence.preview (
  draft_id uuid not null,
  -- Path of the field in the answers.
  path text not null check (length(path) <= 700),
  owner_id uuid not null,
  content bytea not null,
  expires_at timestamptz not null,
  primary key (draft_id, path)
);
create index on evidence.preview (expires_at);
call app.protect('evidence.preview', '(owner_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator())');

-- Each step of a retrieval, for the person and as proof of the consent (§ 5 EGovG, Art. 7 (1) DSGVO): codes and ids, nothing of the evidence. Never changed.
create table evidence.step (
  id uuid primary key,
  owner_id uuid not null,
  account_id uuid,
  tenant_id uuid not null references tenants.tenant (id),
  draft_id uuid not null,
  service text not null,
  kind text not null check (kind ~ '^[a-z][a-z0-9-]{0,59}$'),
  what text not null check (what in ('asked', 'shown', 'no-evidence', 'not-clear', 'refused', 'unreachable', 'used', 'declined')),
  at timestamptz not null
);
create index on evidence.step (account_id, at desc) where account_id is not null;
create index on evidence.step (at);
call app.protect('evidence.step', '(owner_id = (select app.account())) or (select app.operator())');
revoke update, truncate on evidence.step from kp_app;
