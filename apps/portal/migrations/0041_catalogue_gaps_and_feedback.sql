-- Catalogue gap: somebody looked for the office of a service in a town and none is known. A counter, nothing about the person.
create table catalogue.gap (
  tenant_id uuid not null references tenants.tenant (id),
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  times bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, leika_key)
);
call app.protect('catalogue.gap', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A barrier somebody reported (§ 5 BITVNRW). Text and address are sealed: with the town's key, or for the Leitportal with a key of
-- the row's own that the installation's key wraps.
create table catalogue.barrier_report (
  id uuid primary key,
  -- null: reported on the Leitportal
  tenant_id uuid references tenants.tenant (id),
  reference text not null unique,
  content bytea not null,
  wrapped_key bytea,
  received_at timestamptz not null,
  answered_at timestamptz,
  check ((tenant_id is null) = (wrapped_key is not null))
);
create index on catalogue.barrier_report (tenant_id, received_at);
call app.protect('catalogue.barrier_report', 'tenant_id = (select app.tenant()) or (select app.operator())');
