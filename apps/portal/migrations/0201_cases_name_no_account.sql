-- A case never needed its person's account: the application has it, and lets go of it when the account is deleted. Here it stayed, and told for years which cases are of one
-- person. Nothing writes it any more; what was written goes. The column stays until no older process runs.
alter table casework.case alter column account_id type uuid using null;
comment on column casework.case.account_id is 'Not used any more; always null.';
