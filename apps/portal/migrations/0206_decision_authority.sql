-- An authority elsewhere that made the decision (decision 0071), as its destination calls itself; null: an office of the town. Its name is public, like those of offices.
alter table answers.decision add column authority text check (length(authority) between 1 and 200);
