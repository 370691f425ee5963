-- The process that has a delivery on the way. When it has ended, so has its lease, however long that was given for.
alter table hub.delivery add column lease_holder int;
alter table hub.delivery add check (lease_holder is null or state = 'sent');
