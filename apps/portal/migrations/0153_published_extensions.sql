-- A program that somebody made in the self-service of the sandbox is nobody else's business until the operator publishes it: the page of a town shows
-- what is published and what the town itself was given.
alter table extensions.client add column published_at timestamptz;

-- FORCE keeps even the owner from seeing rows; for this one statement it is lifted. Programs of the self-service stay with their developers.
alter table extensions.client no force row level security;
alter table developers.program no force row level security;
update extensions.client set published_at = registered_at where id not in (select client_id from developers.program);
alter table developers.program force row level security;
alter table extensions.client force row level security;
