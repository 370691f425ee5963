-- Two further ways out: a program that fetches by the Extension-API, where a delivery waits until it has acknowledged; and a mail with a link and no content.
alter table hub.destination drop constraint destination_channel_check;
alter table hub.destination add constraint destination_channel_check check (channel in ('webhook', 'fit-connect', 'xta', 'pull', 'mail'));
