-- Old entries may go and the chain still verifies: where it begins now, and the hash of the last link that is gone.
create table audit.start (
  chain uuid primary key,
  -- Links up to and with this position are gone.
  position bigint not null check (position > 0),
  hash bytea not null,
  cut_at timestamptz not null
);
call app.protect('audit.start', '(select app.operator())');
revoke delete, truncate on audit.start from kp_app;

-- Deleting is for the nightly job alone, and never within a year, by the database's own clock: nobody removes what was written lately.
grant delete on audit.entry, audit.link to kp_app;
create policy ended on audit.entry for delete using ((select app.operator()) and at < now() - interval '1 year');
create policy kept on audit.link as restrictive for delete using (
  exists (select from audit.entry e where e.id = entry_id and e.at < now() - interval '1 year'));
