-- What an office says may also go to the person's mailbox of BundID (ZBP). What is needed to go on with a message that was announced there; ids and check values only.
alter table gateway.reply add column zbp jsonb;
