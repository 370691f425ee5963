-- What authors encrypt for a town and send by XTA is opened here with the town's key, as what comes by FIT-Connect is (gateway.key, of a destination of the channel xta).

-- Why an arrival is passed on unopened: the town has not ordered it; it is encrypted for a key that is not here; it is encrypted in a way that is not read here.
-- Null: not unopened, or from before this was written down.
alter table gateway.arrival add column unopened_why text check (unopened_why in ('order', 'key', 'format'));

-- SHA-256 of what came encrypted. Every encryption is another one: the same bytes again are the same message again, whatever id they travel under.
alter table gateway.arrival add column sealed_digest bytea check (length(sealed_digest) = 32);
create index on gateway.arrival (destination_id, sealed_digest) where sealed_digest is not null;

-- repeat: the same bytes as another arrival; told so, without a second effect.
alter table gateway.arrival drop constraint arrival_kind_check;
alter table gateway.arrival add constraint arrival_kind_check check (kind in ('unknown', 'application', 'answer', 'repeat'));
