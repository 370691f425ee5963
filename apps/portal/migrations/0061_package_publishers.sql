-- Publishers of service packages whose signature this installation believes: named by the operator, by the fingerprint of their key.
create table forms.package_publisher (
  -- SHA-256 thumbprint of the key (RFC 7638), base64url.
  fingerprint text primary key check (fingerprint ~ '^[A-Za-z0-9_-]{43}$'),
  name text not null check (length(name) between 1 and 200),
  trusted_at timestamptz not null
);
call app.protect('forms.package_publisher', '(select app.operator())');
