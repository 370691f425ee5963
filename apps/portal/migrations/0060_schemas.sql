-- Schemas (XDatenfelder) as they were read from a file: editors decide about their rules and see their quality without the file at hand.
create table forms.schema (
  id text not null check (id ~ '^S[0-9]{11}$'),
  version text not null check (length(version) between 1 and 30),
  title text not null check (length(title) between 1 and 1000),
  -- Freigabestatus of the file (code list xprozess status).
  status text not null check (status ~ '^[1-8]$'),
  -- The file, gzip: portal exports are nine tenths relations that say little.
  file bytea not null check (length(file) <= 33554432),
  sha256 bytea not null check (length(sha256) = 32),
  read_at timestamptz not null,
  primary key (id, version)
);

-- Like code lists and decisions about rules, for whoever imports; what a form takes from a schema stands in the form.
call app.protect('forms.schema', '(select app.operator())');
-- A numbered version never changes; a working copy is replaced by the newer file.
revoke delete, truncate on forms.schema from kp_app;
create function forms.schema_stays() returns trigger language plpgsql as $$
begin
  if old.version <> 'Arbeitskopie' or new.version <> old.version or new.id <> old.id then
    raise exception 'a numbered version of a schema never changes' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger stays before update on forms.schema for each row execute function forms.schema_stays();
