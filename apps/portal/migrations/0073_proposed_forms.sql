-- Which working copy a program has put before a town's editors, and the revision that it has put there last.
create table forms.proposal (
  tenant_id uuid not null references tenants.tenant (id) on delete cascade,
  program text not null check (program ~ '^[a-z][a-z0-9-]{2,62}$'),
  slug text not null,
  copy_id uuid not null references forms.working_copy (id) on delete cascade,
  revision int not null,
  proposed_at timestamptz not null,
  primary key (tenant_id, program, slug)
);
create index on forms.proposal (copy_id);
call app.protect('forms.proposal', 'tenant_id = (select app.tenant()) or (select app.operator())');
