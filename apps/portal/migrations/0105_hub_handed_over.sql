-- A system that was told of an application is told that another town has it now.
alter table hub.delivery drop constraint delivery_message_check;
alter table hub.delivery add constraint delivery_message_check check (message in ('application.submitted', 'application.withdrawn', 'application.handed-over'));
-- An application may come back to a town that it has left: what it got then was another round, and its systems are told anew.
alter table hub.delivery add column round int not null default 1;
drop index hub.delivery_once;
create unique index delivery_once on hub.delivery (application_id, part, destination_id, message, round) where state <> 'replaced';
