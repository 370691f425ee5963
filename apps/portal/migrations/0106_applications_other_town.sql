-- An application that reached the wrong town is handed over as it is: its rows go along with it. The checks behind a foreign key see past the
-- policies, the change itself is one statement under them.
alter table applications.part drop constraint part_tenant_id_application_id_fkey,
  add foreign key (tenant_id, application_id) references applications.application (tenant_id, id) on update cascade;
alter table applications.event drop constraint event_tenant_id_application_id_fkey,
  add foreign key (tenant_id, application_id) references applications.application (tenant_id, id) on update cascade;
alter table applications.file drop constraint file_tenant_id_application_id_fkey,
  add foreign key (tenant_id, application_id) references applications.application (tenant_id, id) on update cascade;

-- When it came to the town that has it; null where that is the town in which it arrived. The day of arrival stays what it was.
alter table applications.application add column here_since timestamptz;
-- How many towns have had it, this one included.
alter table applications.application add column towns int not null default 1;

-- Whoever has the application may find it by its number, whichever town gave that.
drop policy seen on applications.reference;
create policy seen on applications.reference for select using (
  tenant_id = (select app.tenant()) or (select app.operator()) or exists (select from applications.application a where a.id = application_id));
