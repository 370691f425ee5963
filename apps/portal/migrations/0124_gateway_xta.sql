-- Applications of services run elsewhere also come by XTA: a mailbox of the town at an XTA server, read from here. What arrives there runs the same way as what
-- comes by FIT-Connect: one list of arrivals, one inbox, one way back.
alter table gateway.destination add column channel text not null default 'fit-connect' check (channel in ('fit-connect', 'xta'));
-- Of a mailbox: addresses of the server's ports and the name of the mailbox; nothing secret.
alter table gateway.destination add column settings jsonb not null default '{}';
-- Of a mailbox: certificate, key and trusted authorities, sealed with the town's key.
alter table gateway.destination add column access bytea;
alter table gateway.destination add constraint destination_access check ((channel = 'xta') = (access is not null));
create unique index destination_mailbox on gateway.destination (tenant_id, (settings ->> 'mailbox')) where channel = 'xta' and ended_at is null;
-- What the XTA server calls the message; the id of the row is made from it.
alter table gateway.arrival add column parcel text check (length(parcel) between 1 and 300);
-- The same of what goes back.
alter table gateway.reply add column parcel text check (length(parcel) between 1 and 300);
create index on gateway.reply (parcel) where parcel is not null;
