-- The ground floor: scope functions for row-level security and the doors to the job queue.
create schema app;
grant usage on schema app to kp_app;

-- What a transaction may see is set with SET LOCAL when it opens (platform/database). Nothing set means: nothing visible.
create function app.tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;
create function app.account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.account', true), '')::uuid $$;
create function app.operator() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('app.operator', true), '') = 'on' $$;

-- Each module owns one schema. This gives the app role its rights there, now and for tables to come, and nothing to anybody else.
create procedure app.open_schema(name text) language plpgsql as $$
begin
  execute format('create schema %I', name);
  execute format('grant usage on schema %I to kp_app', name);
  execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to kp_app', name);
  execute format('alter default privileges in schema %I grant usage, select on sequences to kp_app', name);
end $$;

-- Forced row-level security for one table with the admitted scopes as a boolean expression over its columns.
create procedure app.protect(target regclass, admitted text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy admitted on %s using (%s) with check (%s)', target, admitted, admitted);
end $$;
