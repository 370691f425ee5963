-- What other states run is public; a town's contracts, its references and its mailbox in them are its own: read and written in its scope alone.
call app.protect('gateway.framework', 'tenant_id = (select app.tenant()) or (select app.operator())');
call app.protect('gateway.connection', 'tenant_id = (select app.tenant()) or (select app.operator())');
alter table gateway.efa_service enable row level security;
alter table gateway.efa_service force row level security;
create policy readable on gateway.efa_service for select using (true);
create policy operated on gateway.efa_service for all using ((select app.operator())) with check ((select app.operator()));
-- Schemas of Fachdaten are public, and pinned by the operator alone.
alter table gateway.schema enable row level security;
alter table gateway.schema force row level security;
create policy readable on gateway.schema for select using (true);
create policy operated on gateway.schema for all using ((select app.operator())) with check ((select app.operator()));
