-- In which language a message is written, so that a page in another one can mark it (WCAG 3.1.2). Null: nobody knows, as of what a person wrote, and of messages from before this column.
alter table mailbox.message add column language text check (language in ('de', 'en'));
