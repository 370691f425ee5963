-- A page of somebody signed in reads their session and then something of theirs. This one reads the session as accounts.read_session does and opens the
-- scope of its owner for the rest of the transaction, so that both are one exchange. Where there is no such session it opens nothing, and what is read
-- after it finds nothing. Nothing can be written in that transaction. A scope of one's own is nothing that the application could not open by itself (platform/database).
create function accounts.enter_session(token bytea, at_host text, at_time timestamptz) returns table (
    id uuid, login_id uuid, host text, wrapped_login_key bytea, idle_until timestamptz, account_id uuid, owner_id uuid, level smallint, requested text[],
    started_at timestamptz, expires_at timestamptz, person bytea)
  language plpgsql as $$
begin
  perform set_config('transaction_read_only', 'on', true);
  select * into id, login_id, host, wrapped_login_key, idle_until, account_id, owner_id, level, requested, started_at, expires_at, person from accounts.read_session(token, at_host, at_time);
  if id is not null then
    perform set_config('app.account', owner_id::text, true);
    return next;
  end if;
end $$;
