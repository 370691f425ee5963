-- People who fill in their own parts of an application hand in files there, too.

-- Keys of the files that somebody has handed in, sealed for the town: the submission alone opens them, with the answers they belong to.
alter table applications.part_answers add column files bytea;

-- After the submission: a file that only the town has a key to, because somebody else than the applicant handed it in or it repeats what they said.
alter table applications.file add column hidden boolean not null default false;
alter table applications.file add constraint file_hidden_owner check (not hidden or owner_id is null);
-- Named by what was handed in last: stays although its owner takes it out of the draft, until they hand in again.
alter table applications.file add column handed_in boolean not null default false;

drop index applications.file_rendition;
create unique index file_rendition on applications.file (application_id, label, hidden) where kind = 'rendition';

-- A part goes with the draft it belongs to, without anybody who could see its files; the sweep takes what hangs on nothing.
alter table applications.file drop constraint file_draft_id_fkey, add foreign key (draft_id) references applications.draft (id) on delete set null;
create index on applications.file (created_at) where draft_id is null and application_id is null;

-- The submission, which alone sees what was handed in, takes the files along.
drop policy admitted on applications.file;
create policy admitted on applications.file using (
  (application_id is not null and tenant_id = (select app.tenant())) or owner_id = (select app.account()) or (select app.operator())
  or (handed_in and tenant_id = (select app.tenant()) and draft_id in (select part_id from applications.part_answers))
) with check (
  (application_id is not null and tenant_id = (select app.tenant())) or owner_id = (select app.account()) or (select app.operator()));
