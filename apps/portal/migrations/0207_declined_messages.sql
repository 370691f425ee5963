-- A message that only tells something of a case, and that the office system does not take: the office notes it there by hand. Nothing of an application is lost by it.
alter table hub.delivery drop constraint delivery_state_check;
alter table hub.delivery add constraint delivery_state_check check (state in ('queued', 'paused', 'sent', 'received', 'accepted', 'rejected', 'dead', 'declined', 'replaced'));
alter table hub.delivery drop constraint delivery_check1;
alter table hub.delivery add constraint delivery_finished_check check ((state in ('accepted', 'rejected', 'dead', 'declined', 'replaced')) = (finished_at is not null));
alter table hub.delivery add constraint delivery_declined_check check (state <> 'declined' or message = 'application.consent-changed');
alter table casework.case drop constraint case_task_check;
alter table casework.case add constraint case_task_check check (task in ('repeat-decision', 'post-letter', 'tell-consent'));
