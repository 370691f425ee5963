-- A fee of an application that went to another town: what is open there is owed no more, what was paid is given back.
alter table payments.claim drop constraint claim_ended_why_check;
alter table payments.claim add constraint claim_ended_why_check check (ended_why in ('withdrawn', 'refused', 'reopened', 'unpaid', 'handed-over'));
alter table payments.refund_task drop constraint refund_task_reason_check;
alter table payments.refund_task add constraint refund_task_reason_check check (reason in ('withdrawn', 'refused', 'reopened', 'unpaid', 'handed-over', 'paid-twice', 'overpaid', 'after-end', 'amount-differs', 'requested'));
