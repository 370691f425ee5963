-- When an account is deleted, no row may hold its id any more. What was done stays; who it was goes.

-- Consents, evidence: only ever added by the app, so a function of the owner lets go, of nothing but the account.
alter table answers.consent alter column account_id drop not null;
create function answers.let_go(gone uuid) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not app.operator() then raise exception 'only housekeeping lets go of an account'; end if;
  update answers.consent set account_id = null where account_id = gone;
  update answers.request set account_id = null where account_id = gone;
  update answers.evidence set account_id = null, actor = case when actor_kind = 'citizen' then null else actor end where account_id = gone;
  update answers.decision set account_id = null where account_id = gone;
end $$;
revoke execute on function answers.let_go(uuid) from public;
grant execute on function answers.let_go(uuid) to kp_app;
create index on answers.consent (account_id) where account_id is not null;
create index on answers.request (account_id) where account_id is not null;
create index on answers.evidence (account_id) where account_id is not null;
create index decision_of_account on answers.decision (account_id) where account_id is not null;

-- That a draft was deleted, when and why stays; whose it was goes.
create policy unlinked on applications.deletion for update using ((select app.operator())) with check ((select app.operator()));
create function applications.let_go_of_deletions(gone uuid) returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not app.operator() then raise exception 'only housekeeping lets go of an account'; end if;
  update applications.deletion set account_id = null where account_id = gone;
end $$;
revoke execute on function applications.let_go_of_deletions(uuid) from public;
grant execute on function applications.let_go_of_deletions(uuid) to kp_app;
create index on applications.deletion (account_id) where account_id is not null;

-- The audit keeps a stub that identifies nobody. The app itself still has no right to change an entry: the function takes nothing but the account away and gives
-- back what is left, so that the chain can record it.
create policy unlinked on audit.entry for update using ((select app.operator())) with check ((select app.operator()));
create function audit.unlink_account(gone uuid, most int)
  returns table (id uuid, tenant_id uuid, account_id uuid, at timestamptz, actor_kind text, actor text, office text, action text, subject_kind text, subject text, linked boolean)
  language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
begin
  if not app.operator() then raise exception 'only housekeeping lets go of an account'; end if;
  return query
    with hit as (select e.id from audit.entry e where e.account_id = gone or (e.actor_kind = 'citizen' and e.actor = gone::text) order by e.id limit most),
      done as (update audit.entry e set account_id = nullif(e.account_id, gone), actor = case when e.actor_kind = 'citizen' then nullif(e.actor, gone::text) else e.actor end from hit where e.id = hit.id
        returning e.id, e.tenant_id, e.account_id, e.at, e.actor_kind, e.actor, e.office, e.action, e.subject_kind, e.subject)
    select done.*, exists (select from audit.link l where l.entry_id = done.id) from done;
end $$;
revoke execute on function audit.unlink_account(uuid, int) from public;
grant execute on function audit.unlink_account(uuid, int) to kp_app;
create index entry_of_account on audit.entry (account_id) where account_id is not null;
create index entry_by_citizen on audit.entry (actor) where actor_kind = 'citizen';
