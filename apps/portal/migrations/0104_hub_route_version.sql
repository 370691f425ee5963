-- Grows with every change of a rule that has not begun, so two editors cannot overwrite each other unseen. A rule that has begun is never rewritten:
-- a change ends it and begins another, so it can always be said why something went where it went.
alter table hub.route add column version int not null default 1;
-- The rule whose place this one took.
alter table hub.route add column replaces uuid;
-- By which rule it goes where it goes; null for those queued before, and for corrections.
alter table hub.delivery add column route_id uuid;
