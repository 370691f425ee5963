-- Several people fill in their own parts of an application, hidden from each other.

-- The part of somebody who was invited is a draft of their own: same policies, own key, own owner. It goes when the draft it belongs to goes.
alter table applications.draft add column part_of uuid references applications.draft (id) on delete cascade;
alter table applications.draft add column person text check (length(person) <= 64);
alter table applications.draft add constraint draft_part check ((part_of is null) = (person is null));
create unique index draft_part_of on applications.draft (part_of, person) where part_of is not null;

-- Whose steps somebody was invited to fill in; null: who confirms, or helps.
alter table applications.participant add column person text check (length(person) <= 64);
create unique index participant_person on applications.participant (draft_id, person) where person is not null;

-- What somebody has handed in of their part, sealed with a key of the town: whoever begins sees that it is there and cannot open it.
create table applications.part_answers (
  part_id uuid primary key references applications.draft (id) on delete cascade,
  draft_id uuid not null references applications.draft (id) on delete cascade,
  tenant_id uuid not null references tenants.tenant (id),
  person text not null,
  content bytea not null,
  -- STORK number of the sign-in with which it was handed in.
  level smallint not null check (level in (0, 1, 3, 4)),
  at timestamptz not null,
  unique (draft_id, person)
);
-- In the town only together with whoever begins: the submission, and nothing else, has both in its scope.
call app.protect('applications.part_answers', '(tenant_id = (select app.tenant()) and draft_id in (select id from applications.draft)) or (select app.operator())');

-- The same after the submission: only the town has a key to it, the applicant's account has none.
alter table applications.application add column hidden bytea;
alter table applications.application add column hidden_key bytea;
alter table applications.application add constraint application_hidden check ((hidden is null) = (hidden_key is null));
