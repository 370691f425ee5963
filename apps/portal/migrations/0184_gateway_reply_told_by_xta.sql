-- An answer of an office that also goes to the person's mailbox of BundID waits there for its word; since when it lies with the service (XTA), so that it is not sent there again at every look.
alter table gateway.reply add column xta_sent_at timestamptz;
