-- The office cancels a claim that was set with a wrong amount; money that came for it goes back.
alter table payments.claim drop constraint claim_ended_why_check;
alter table payments.claim add constraint claim_ended_why_check check (ended_why in ('withdrawn', 'refused', 'reopened', 'unpaid', 'handed-over', 'cancelled'));
alter table payments.refund_task drop constraint refund_task_reason_check;
alter table payments.refund_task add constraint refund_task_reason_check check (reason in ('withdrawn', 'refused', 'reopened', 'unpaid', 'handed-over', 'cancelled', 'paid-twice', 'overpaid', 'after-end', 'amount-differs', 'requested'));
