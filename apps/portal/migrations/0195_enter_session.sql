-- A page of somebody signed in reads their session and then something of theirs. This one reads the session as accounts.read_session does and opens the
-- scope of its owner for the rest of the transaction, so that both are one exchange. Where there is no such session it opens nothing, and what is read
-- after it finds nothing. Nothing can be written in that transaction. A scope of one's own is nothing that the application could not open by itself (platform/database).
create function accounts.enter_session(token bytea, at_host text, at_time timestamptz) returns table (
    id uuid, login_id uuid, host text, wrapped_login_key bytea, idle_until timestamptz, account_id uuid, owner_id uuid, level smallint, requested text[],
    started_at timestamptz, expires_at timestamptz, person bytea)
  language plpgsql as $$
declare
  before text := coalesce(current_setting('app.operator', true), '');
begin
  perform set_config('transaction_read_only', 'on', true);
  perform set_config('app.operator', 'on', true);
  select s.id, s.login_id, s.host, s.wrapped_login_key, s.idle_until, l.account_id, l.owner_id, l.level, l.requested, l.started_at, l.expires_at, l.person
    into enter_session.id, enter_session.login_id, enter_session.host, enter_session.wrapped_login_key, enter_session.idle_until, enter_session.account_id, enter_session.owner_id,
      enter_session.level, enter_session.requested, enter_session.started_at, enter_session.expires_at, enter_session.person
    from accounts.session s join accounts.login l on l.id = s.login_id
    where s.token_hash = token and s.host = at_host and s.idle_until > at_time and l.expires_at > at_time and l.ended_at is null;
  perform set_config('app.operator', before, true);
  if enter_session.id is not null then
    perform set_config('app.account', enter_session.owner_id::text, true);
    return next;
  end if;
end $$;
