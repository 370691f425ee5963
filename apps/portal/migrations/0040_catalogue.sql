call app.open_schema('catalogue');

-- The published catalogue is public: everybody may read it, so no table below has a read policy. A policy would also keep PostgreSQL from
-- using text indexes, since text operators are not leakproof. Writing is another matter: the triggers `only_operator` and
-- `only_owner` refuse whoever is neither the operator nor, for the rows of a town, in the scope of that town. They cost readers nothing.
create function catalogue.only_operator() returns trigger language plpgsql as $$
begin
  if not app.operator() then
    raise exception 'only the operator writes %.%', tg_table_schema, tg_table_name using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;

create function catalogue.only_owner() returns trigger language plpgsql as $$
begin
  if app.operator() then
    return coalesce(new, old);
  end if;
  if app.tenant() is null
    or (tg_op <> 'INSERT' and old.tenant_id is distinct from app.tenant())
    or (tg_op <> 'DELETE' and new.tenant_id is distinct from app.tenant()) then
    raise exception 'only its town and the operator write a row of %.%', tg_table_schema, tg_table_name using errcode = '42501';
  end if;
  return coalesce(new, old);
end $$;

-- A kind of service, the same in every town: facts of the LeiKa and the words people use for it.
create table catalogue.service (
  leika_key text primary key check (leika_key ~ '^99[0-9]{12}$'),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
  title_de text not null check (length(title_de) between 1 and 300),
  title_en text check (length(title_en) between 1 and 300),
  official_name text not null check (length(official_name) between 1 and 500),
  -- Who executes it; null where the source does not say (the LeiKa list).
  level text check (level in ('GEM', 'KRS', 'KRS+', 'LAND', 'BUND')),
  types text[] not null default '{}',
  ozg_id text,
  ozg_name text,
  pv_lage text check (pv_lage ~ '^[0-9]{7}$'),
  pv_lage_name text,
  legal_basis jsonb not null default '[]',
  -- Place in the list of services that were chosen and worded for this portal; null: only taken over from the LeiKa list.
  position int unique,
  changed_at timestamptz not null
);

-- Stammtext: true everywhere, no amounts, no office of a town.
create table catalogue.text (
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  lang text not null check (lang in ('de', 'en')),
  sections jsonb not null,
  changed_at timestamptz not null,
  primary key (leika_key, lang)
);

-- What a town says instead of, or in addition to, the general text: section by section the town's words win.
create table catalogue.local_text (
  tenant_id uuid not null references tenants.tenant (id),
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  lang text not null check (lang in ('de', 'en')),
  sections jsonb not null,
  changed_at timestamptz not null,
  primary key (tenant_id, leika_key, lang)
);

-- Amounts, and whether the town has read the general text and stands by it.
create table catalogue.local_facts (
  tenant_id uuid not null references tenants.tenant (id),
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  fees jsonb not null default '[]',
  checked_on date,
  changed_at timestamptz not null,
  primary key (tenant_id, leika_key)
);

-- Organisationseinheit. `role` is also the role of its staff and the recipient a form names.
create table catalogue.office (
  tenant_id uuid not null references tenants.tenant (id),
  role text not null check (role ~ '^[a-z][a-z0-9-]{0,63}$'),
  id uuid not null unique,
  details jsonb not null,
  position int not null,
  changed_at timestamptz not null,
  primary key (tenant_id, role)
);

-- Zuständigkeit: which office does a service in an area. Looked up by six equality probes, longest prefix first (reference: XZuFi gebietID).
create table catalogue.responsibility (
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  -- canonical: '' Bund, 2 Land, 3 Regierungsbezirk, 5 Kreis, 9 Verband, 12 Gemeinde
  ars_prefix text not null check (ars_prefix ~ '^([0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{9}|[0-9]{12})?$'),
  tenant_id uuid not null,
  office text not null,
  -- XZuFi: 01 Zuständige Stelle, 02 Zuständige Stelle und Ansprechpunkt, 03 Ansprechpunkt
  rolle text not null check (rolle in ('01', '02', '03')),
  primary key (leika_key, ars_prefix, tenant_id, office),
  foreign key (tenant_id, office) references catalogue.office (tenant_id, role) on delete cascade
);
create index on catalogue.responsibility (tenant_id, office);

-- Onlinedienst: a form of this portal (slug) or a service run elsewhere (url), offered in an area.
create table catalogue.online_service (
  id uuid primary key,
  -- null: kept by the operator (a service of the Land or the Bund)
  tenant_id uuid references tenants.tenant (id),
  leika_key text not null references catalogue.service (leika_key) on delete cascade,
  ars_prefix text not null check (ars_prefix ~ '^([0-9]{2}|[0-9]{3}|[0-9]{5}|[0-9]{9}|[0-9]{12})?$'),
  slug text check (slug ~ '^[a-z0-9-]{1,80}$'),
  url text check (url ~ '^https://'),
  facts jsonb not null,
  changed_at timestamptz not null,
  check (num_nonnulls(slug, url) = 1),
  unique nulls not distinct (leika_key, ars_prefix, slug, url)
);

-- Everyday words, abbreviations and English words for the search.
create table catalogue.word (
  term text primary key check (term = lower(term) and length(term) between 2 and 60),
  kind text not null check (kind in ('everyday', 'abbreviation', 'english')),
  -- The likeliest first.
  leika_keys text[] not null check (cardinality(leika_keys) > 0)
);

-- What the search knows of the language: words that stand for each other, parts of compounds, linking elements. One row.
create table catalogue.vocabulary (
  only_one boolean primary key default true check (only_one),
  synonyms jsonb not null,
  compound_parts text[] not null,
  linking_elements text[] not null
);

create table catalogue.life_situation (
  code text primary key check (code ~ '^[12][0-9]{6}$'),
  audience text not null check (audience in ('citizen', 'business')),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title jsonb not null,
  description jsonb not null,
  leika_keys text[] not null,
  position int not null
);

-- The page "Quellen": where facts come from and under which licence.
create table catalogue.source (
  id text primary key,
  details jsonb not null,
  position int not null
);

do $$
declare name text;
begin
  foreach name in array array['service', 'text', 'word', 'vocabulary', 'life_situation', 'source'] loop
    execute format('create trigger guard before insert or update or delete on catalogue.%I for each row execute function catalogue.only_operator()', name);
  end loop;
  foreach name in array array['local_text', 'local_facts', 'office', 'responsibility', 'online_service'] loop
    execute format('create trigger guard before insert or update or delete on catalogue.%I for each row execute function catalogue.only_owner()', name);
  end loop;
  foreach name in array array['service', 'text', 'word', 'vocabulary', 'life_situation', 'source', 'local_text', 'local_facts', 'office', 'responsibility', 'online_service'] loop
    execute format('create trigger tell after insert or update or delete on catalogue.%I for each statement execute function app.tell_change()', name);
  end loop;
end $$;
