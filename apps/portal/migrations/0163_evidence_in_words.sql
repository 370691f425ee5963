-- What somebody agreed to, in words as they stood on that day: which evidence, who holds it, by what law. A register may be gone when it is asked about.
-- Nothing of the evidence itself.
alter table evidence.step add column title jsonb;
alter table evidence.step add column holder text check (length(holder) <= 500);
alter table evidence.step add column legal_basis text check (length(legal_basis) <= 500);
