-- The exchange of the certificate with which the portal shows itself to an intermediary, in its fixed order: made known in the DVDV, then shown to the server,
-- then told to the office system. One at a time for a destination; the row goes with the last step, the audit keeps who did what.
create table hub.certificate_exchange (
  destination_id uuid primary key,
  tenant_id uuid not null,
  -- prepared → registered (DVDV) → shown (the server has taken it; the old one is kept to go back)
  step text not null check (step in ('prepared', 'registered', 'shown')),
  -- The new certificate with its key; from `shown` on the old one. Sealed with the town's key.
  secrets bytea not null,
  -- Of the new one.
  certificate_until timestamptz not null,
  prepared_at timestamptz not null,
  -- What was noted of the entry in the DVDV.
  registered_note text check (length(registered_note) between 1 and 200),
  registered_at timestamptz,
  shown_at timestamptz,
  foreign key (tenant_id, destination_id) references hub.destination (tenant_id, id) on delete cascade
);
call app.protect('hub.certificate_exchange', 'tenant_id = (select app.tenant()) or (select app.operator())');
-- Days before its end for which somebody was told.
alter table hub.destination add column certificate_warned_days int;
