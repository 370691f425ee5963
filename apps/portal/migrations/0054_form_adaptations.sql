-- A municipality's own version of a publisher's form: its words, uploads, fee and added questions, on top of a version of the publisher.

-- The publisher's version that a release is an adaptation of; such a release goes before every other in its town.
alter table forms.release add column adapts text;
alter table forms.release add constraint adapted_for_a_town check (adapts is null or tenant_id is not null);

-- The publisher's version that a working copy adapts. One copy for each service and, beside it, one adaptation for each town.
alter table forms.working_copy add column adapts text;
alter table forms.working_copy drop constraint working_copy_slug_key;
create unique index working_copy_of_service on forms.working_copy (slug) where adapts is null;
create unique index working_copy_of_adaptation on forms.working_copy (slug, tenant_id) where adapts is not null;

-- Question by question: how often people went back to a step, met an error, or left. Counts by day; nobody can be told from them.
create table forms.question_count (
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  slug text not null check (slug ~ '^[a-z0-9-]{1,80}$'),
  version text not null check (version ~ '^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$'),
  day date not null,
  -- A step, or a question without the numbers of entries.
  step text not null check (length(step) between 1 and 64),
  path text not null check (length(path) <= 700),
  kind text not null check (kind in ('seen', 'back', 'error', 'done')),
  count bigint not null check (count > 0),
  primary key (tenant_id, slug, version, day, step, path, kind)
);
call app.protect('forms.question_count', 'tenant_id = (select app.tenant()) or (select app.operator())');
