-- What a person says later about electronic decisions goes to the office system: a message of its own, one for each time.
alter table hub.delivery drop constraint delivery_message_check;
alter table hub.delivery add constraint delivery_message_check check (message in ('application.submitted', 'application.withdrawn', 'application.handed-over', 'application.replied', 'application.consent-changed'));
