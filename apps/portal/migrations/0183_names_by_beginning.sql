-- Names that came in before they were found by how their words begin are indexed by whole words only, until the job has added the rest (`index-names.ts`): only with
-- the town's key can it be done, so not here. True for the rows that are there, false for those that come.
alter table applications.application add column words_only boolean not null default true;
alter table applications.application alter column words_only set default false;
create index application_words_only on applications.application (id) where words_only;
