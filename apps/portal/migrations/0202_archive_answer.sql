-- What the archive answered to the offer of a case whose retention term has ended. 'wanted': it takes the case, nothing is deleted before it has it. 'released': it does not
-- want it, or has it; the next night deletes it. Null: no answer yet, the days for it run.
alter table applications.application add column archive_answer text check (archive_answer in ('wanted', 'released')), add column archive_answered_at timestamptz,
  add check ((archive_answer is null) = (archive_answered_at is null)), add check (archive_answer is null or archive_offered_at is not null);
create index application_archive_offer on applications.application (tenant_id, archive_offered_at, id) where archive_offered_at is not null;
