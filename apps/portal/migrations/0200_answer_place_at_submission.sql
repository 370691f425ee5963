-- Where the answers to an application shall arrive, and whether the status monitor shows it, is written by the submission itself: in the town's transaction that has the
-- account in its scope. Changed and taken out it is only in the account's own. The id of the monitor is sealed with the account's key.
drop policy admitted on mailbox.answer_choice;
create policy seen on mailbox.answer_choice for select using (account_id = (select app.account()) or (select app.operator()));
create policy put_in on mailbox.answer_choice for insert with check (account_id = (select app.account()) or (select app.operator()));
create policy changed on mailbox.answer_choice for update using ((account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator()));
create policy removed on mailbox.answer_choice for delete using ((account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator()));

drop policy admitted on mailbox.monitored;
create policy seen on mailbox.monitored for select using (account_id = (select app.account()) or (select app.operator()));
create policy put_in on mailbox.monitored for insert with check (account_id = (select app.account()) or (select app.operator()));
create policy changed on mailbox.monitored for update using ((account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator()));
create policy removed on mailbox.monitored for delete using ((account_id = (select app.account()) and (select app.tenant()) is null) or (select app.operator()));
