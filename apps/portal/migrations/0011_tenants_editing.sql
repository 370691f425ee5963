-- A town's own transaction may change what the town says about itself (profile) and nothing else of its row: name, keys, host and all
-- columns that may come later stay the operator's.
create policy edited on tenants.tenant for update using (id = (select app.tenant())) with check (id = (select app.tenant()));

create function tenants.only_profile() returns trigger language plpgsql as $$
begin
  if not app.operator() and to_jsonb(new) - 'profile' is distinct from to_jsonb(old) - 'profile' then
    raise exception 'a town changes its profile only' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger guard before update on tenants.tenant for each row execute function tenants.only_profile();
