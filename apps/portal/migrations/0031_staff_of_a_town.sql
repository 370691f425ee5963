-- Names and addresses of the staff are read by the town in which they hold a role, and written by the sign-in alone: in the scope of
-- one town the staff of all others could be read and changed.
drop policy admitted on accounts.staff;
create policy operated on accounts.staff using ((select app.operator())) with check ((select app.operator()));
create policy in_their_town on accounts.staff for select
  using ((select app.tenant()) is not null and roles @> jsonb_build_array(jsonb_build_object('tenant', (select app.tenant()))));
