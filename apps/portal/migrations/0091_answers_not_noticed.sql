-- The notice could not be sent: the days for the retrieval never begin, so the office takes another way.
alter table answers.evidence drop constraint evidence_kind_check;
alter table answers.evidence add constraint evidence_kind_check
  check (kind in ('provided', 'noticed', 'not-noticed', 'retrieved', 'printed', 'posted', 'notified', 'lapsed', 'not-received', 'replaced'));

-- Evidence and consents go with their application at the end of its retention term, and in no other way: the app itself may not delete them.
-- Returns the files that nobody needs any more; what lies in a person's mailbox stays that person's.
create function answers.forget(applications uuid[]) returns table (file text) language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not app.operator() then raise exception 'only housekeeping forgets'; end if;
  delete from answers.evidence e using answers.decision d where e.decision_id = d.id and d.application_id = any(applications);
  delete from answers.consent c where c.application_id = any(applications);
  delete from answers.request r where r.application_id = any(applications);
  return query with gone as (delete from answers.decision d where d.application_id = any(applications) returning d.store_key, d.enclosure_store_key, d.message_id)
    select one from gone, unnest(array[gone.store_key, gone.enclosure_store_key]) as one where one is not null and gone.message_id is null;
end $$;
revoke execute on function answers.forget(uuid[]) from public;
grant execute on function answers.forget(uuid[]) to kp_app;
