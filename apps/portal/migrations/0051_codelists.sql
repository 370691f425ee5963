-- Code lists (Genericode) by URN and version, as read from a file: a later import of a schema that refers to them finds them here.
create table forms.codelist (
  urn text not null check (length(urn) between 5 and 255),
  version text not null check (length(version) between 1 and 60),
  -- The file as it was, so that every column stays at hand.
  genericode text not null check (length(genericode) <= 33554432),
  sha256 bytea not null check (length(sha256) = 32),
  read_at timestamptz not null,
  primary key (urn, version)
);

alter table forms.codelist enable row level security;
alter table forms.codelist force row level security;
create policy readable on forms.codelist for select using (true);
create policy read_in on forms.codelist for insert with check ((select app.operator()));
-- A version of a list never changes: forms were made with it.
revoke update, delete, truncate on forms.codelist from kp_app;
