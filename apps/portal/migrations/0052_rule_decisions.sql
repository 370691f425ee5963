-- What an editor decided about each rule of a schema version: its sentence as proposed, declined, or replaced. Imports and publication list the rest.
create table forms.rule_decision (
  schema_id text not null check (schema_id ~ '^S[0-9]{11}$'),
  schema_version text not null check (length(schema_version) between 1 and 30),
  -- Path of the element that carries the rule, and the rule's id.
  rule_key text not null check (length(rule_key) between 1 and 1000),
  decision jsonb not null,
  decided_by text not null check (length(decided_by) between 1 and 200),
  decided_at timestamptz not null,
  primary key (schema_id, schema_version, rule_key)
);
call app.protect('forms.rule_decision', '(select app.operator())');
