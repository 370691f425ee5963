-- Attempts before somebody asked for the message again: the schedule of retries begins anew from there.
alter table extensions.delivery add column attempts_before int not null default 0;
