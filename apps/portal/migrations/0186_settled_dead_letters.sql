-- A dead letter that nobody will send any more, because the office works on the application in its inbox: until now it was an alarm for ever.
alter table hub.delivery add column settled_at timestamptz;
