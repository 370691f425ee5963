-- Reading a session happens with every request of somebody signed in. One call instead of begin, select, commit: the function opens the
-- operator's scope for its one query, closes it again, and gives out the session of a known token at its own host.
create function accounts.read_session(token bytea, at_host text, at_time timestamptz) returns table (
    id uuid, login_id uuid, host text, wrapped_login_key bytea, idle_until timestamptz, account_id uuid, owner_id uuid, level smallint, requested text[],
    started_at timestamptz, expires_at timestamptz, person bytea)
  language plpgsql as $$
declare
  before text := coalesce(current_setting('app.operator', true), '');
begin
  perform set_config('app.operator', 'on', true);
  return query select s.id, s.login_id, s.host, s.wrapped_login_key, s.idle_until, l.account_id, l.owner_id, l.level, l.requested, l.started_at, l.expires_at, l.person
    from accounts.session s join accounts.login l on l.id = s.login_id
    where s.token_hash = token and s.host = at_host and s.idle_until > at_time and l.expires_at > at_time and l.ended_at is null;
  perform set_config('app.operator', before, true);
end $$;
