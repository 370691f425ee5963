-- Public keys with which a program signs in (RFC 7523); the id is the key's thumbprint (RFC 7638) and stands in the tokens that were bought with it.
create table extensions.client_key (
  client_id text not null references extensions.client (id),
  id text not null check (id ~ '^[A-Za-z0-9_-]{43}$'),
  -- Public members only: shape in modules/extensions/public-key.ts.
  jwk jsonb not null check (not jwk ? 'd'),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (client_id, id)
);
call app.protect('extensions.client_key', '(select app.operator())');

-- Assertions that were shown, until they end by themselves: none counts twice.
create table extensions.used_assertion (
  client_id text not null,
  jti_hash bytea not null,
  expires_at timestamptz not null,
  primary key (client_id, jti_hash)
);
create index on extensions.used_assertion (expires_at);
call app.protect('extensions.used_assertion', '(select app.operator())');
