-- A case is found by a part of its number, as people read it out: its end, or the beginning of its last two blocks (casework/inbox.ts). Columns of their own, since behind
-- row-level security an index serves only what cannot leak, and that is equality of a column and not of what a function makes of it.
alter table casework.case
  add column number_end text generated always as (right(replace(reference, '-', ''), 4)) stored,
  add column number_block text generated always as (left(right(replace(reference, '-', ''), 8), 4)) stored;
create index case_number_end on casework.case (tenant_id, number_end);
create index case_number_block on casework.case (tenant_id, number_block);
