-- The person's answers go back to the office system: a message of their own, one for each event.
alter table hub.delivery drop constraint delivery_message_check;
alter table hub.delivery add constraint delivery_message_check check (message in ('application.submitted', 'application.withdrawn', 'application.handed-over', 'application.replied'));
drop index hub.delivery_once;
create unique index delivery_once on hub.delivery (application_id, part, destination_id, message, round, about) where state <> 'replaced';
