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

-- Only an import needs them: what a form takes from a list stands in the form.
call app.protect('forms.codelist', '(select app.operator())');
-- A version of a list never changes: forms were made with it.
revoke update, delete, truncate on forms.codelist from kp_app;
