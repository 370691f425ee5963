-- Two entries of the same instant keep the order in which they were written.
alter table answers.evidence add column position bigint generated always as identity;
