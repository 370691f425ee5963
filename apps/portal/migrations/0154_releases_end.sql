-- A release of a document to the office of a case has a last day that its person chooses (German legal time, the whole day).
alter table safe.shared add column last_day date;

-- FORCE keeps even the owner from seeing rows; for this one statement it is lifted. What was released without a day goes on for the days that are proposed today.
alter table safe.shared no force row level security;
update safe.shared set last_day = case when ended_at is null then greatest((at at time zone 'Europe/Berlin')::date, (now() at time zone 'Europe/Berlin')::date) + 90 else (ended_at at time zone 'Europe/Berlin')::date end;
alter table safe.shared force row level security;

alter table safe.shared alter column last_day set not null;
create index on safe.shared (last_day) where ended_at is null;
