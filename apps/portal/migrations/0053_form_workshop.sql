-- Where editors make forms: working copies with their history, and which published version is offered where from when.

-- Which version of a service new applications begin with: a town's own release goes before the one for all towns, the greater version before
-- the smaller. `forms.version` itself never changes; a release only ends.
create table forms.release (
  id uuid primary key,
  slug text not null,
  version text not null,
  -- null: every town without a release of its own.
  tenant_id uuid references tenants.tenant (id) on delete cascade,
  valid_from timestamptz not null,
  -- Withdrawn, or replaced by one for all towns.
  ended_at timestamptz,
  -- The staff member; null for what an operator's command published.
  released_by uuid,
  foreign key (slug, version) references forms.version (slug, version)
);
create index on forms.release (slug, tenant_id);
-- What was published until now is offered everywhere, as it was.
insert into forms.release (id, slug, version, valid_from) select gen_random_uuid(), slug, version, published_at from forms.version;

alter table forms.release enable row level security;
alter table forms.release force row level security;
create policy readable on forms.release for select using (true);
create policy published on forms.release for insert with check ((select app.operator()));
create policy ended on forms.release for update using ((select app.operator())) with check ((select app.operator()));
revoke update, delete, truncate on forms.release from kp_app;
grant update (ended_at) on forms.release to kp_app;
create trigger tell after insert or update on forms.release for each statement execute function app.tell_change();

-- A form somebody is working on. One for each service: its name is taken by whoever began.
create table forms.working_copy (
  id uuid primary key,
  -- The town whose editors work on it.
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(slug) <= 60),
  -- Counts up with every change of content or state: who has seen an older one never overwrites.
  revision int not null check (revision >= 1),
  state text not null check (state in ('draft', 'review', 'released', 'published')),
  -- { service, form, tests, imported }: of the shape of a package, but perhaps not complete yet.
  content jsonb not null check (pg_column_size(content) <= 16777216),
  -- Who asked for a review, who decided: { by, name, at, note }.
  asked jsonb,
  decided jsonb,
  -- Who changed the content since the last publication: none of them may release it.
  editors uuid[] not null,
  changed_at timestamptz not null
);
create index on forms.working_copy (tenant_id);
call app.protect('forms.working_copy', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Each revision as it was: undo, the three-way comparison of two editors, and who did what.
create table forms.working_change (
  copy_id uuid not null references forms.working_copy (id) on delete cascade,
  tenant_id uuid not null,
  revision int not null,
  content jsonb not null,
  -- In words: »Frage »Name« geändert«.
  what text not null check (length(what) between 1 and 300),
  -- The revision that undo leads to; those that redo leads to, the next one first.
  undo_to int,
  redo int[] not null default '{}',
  changed_by uuid not null,
  changed_by_name text not null check (length(changed_by_name) between 1 and 200),
  changed_at timestamptz not null,
  primary key (copy_id, revision)
);
call app.protect('forms.working_change', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- A link by which somebody without account sees a working copy for a while. Only the hash of its token is stored.
create table forms.preview_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  copy_id uuid not null references forms.working_copy (id) on delete cascade,
  tenant_id uuid not null,
  made_by uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
call app.protect('forms.preview_link', 'tenant_id = (select app.tenant()) or (select app.operator())');
