-- Signing keys of service packages may change, and a publisher may lose the trust it had.

-- Set: what this key signs is refused, also what it says about a key that follows it. The row stays, so that nobody trusts it again by accident.
alter table forms.package_publisher add column withdrawn_at timestamptz;

-- The installation's own signing keys after the first one. Only numbers: each key is made of the pepper and its number.
create table forms.package_key (
  generation int primary key check (generation between 2 and 20),
  since timestamptz not null,
  -- Whether the key before vouches for this one. Not after a loss: then the new fingerprint is told on another way, as the first one was.
  vouched boolean not null
);
call app.protect('forms.package_key', '(select app.operator())');
