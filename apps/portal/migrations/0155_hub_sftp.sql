-- A further way out: files in a folder of the office's server.
alter table hub.destination drop constraint destination_channel_check;
alter table hub.destination add constraint destination_channel_check check (channel in ('webhook', 'fit-connect', 'xta', 'sftp', 'pull', 'mail'));
