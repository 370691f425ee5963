call app.open_schema('forms');

-- Every version of every online service that was ever published, for ever: an application keeps the form it was filled in with.
create table forms.version (
  slug text not null check (slug ~ '^[a-z0-9-]{1,80}$'),
  version text not null check (version ~ '^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$'),
  -- Compares as numbers: 1.10.0 is newer than 1.9.0.
  ordinal int[] not null generated always as (string_to_array(version, '.')::int[]) stored,
  leika_key text check (leika_key ~ '^[0-9]{14}$'),
  package jsonb not null,
  -- SHA-256 of the package as canonical JSON: tells an unchanged package from a changed one under the same version.
  sha256 bytea not null check (length(sha256) = 32),
  published_at timestamptz not null,
  primary key (slug, version)
);
create index on forms.version (slug, ordinal desc);

alter table forms.version enable row level security;
alter table forms.version force row level security;
create policy readable on forms.version for select using (true);
create policy published on forms.version for insert with check ((select app.operator()));
-- Immutable: no policy for update or delete, and not even the right.
revoke update, delete, truncate on forms.version from kp_app;

create trigger tell after insert on forms.version for each statement execute function app.tell_change();
