-- A key that waits for its certificate of the Verwaltungs-PKI: made here, asked for, and not used before the certificate was checked.
create table gateway.certificate_request (
  id uuid primary key,
  tenant_id uuid not null,
  use text not null check (use in ('encryption', 'signature')),
  -- The request as it goes to the authority (PKCS#10): the public part and the name, nothing secret.
  request text not null,
  -- With x5c as soon as the certificate was taken in.
  public_jwk jsonb not null,
  -- Sealed with the town's key; bound to this row.
  private_jwk bytea not null,
  requested_at timestamptz not null,
  certified_at timestamptz,
  certificate_until timestamptz,
  check ((certified_at is null) = (certificate_until is null))
);
-- One at a time for each use: what was asked for twice would leave it to chance which one is used.
create unique index certificate_request_use on gateway.certificate_request (tenant_id, use);
call app.protect('gateway.certificate_request', 'tenant_id = (select app.tenant()) or (select app.operator())');
