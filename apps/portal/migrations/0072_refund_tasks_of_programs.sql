-- A refund may be asked for by a program that a town permits; `requested_by` names a member of staff.
alter table payments.refund_task add column requested_by_program text check (requested_by_program ~ '^[a-z][a-z0-9-]{2,62}$');
alter table payments.refund_task add check (requested_by is null or requested_by_program is null);
