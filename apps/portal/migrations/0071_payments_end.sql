-- What the Kasse must keep, and no longer (§ 147 AO, § 59 KomHVO NRW): each town's own number of years after the year in which a claim was
-- last touched. No row: the house's default.
create table payments.term (
  tenant_id uuid primary key references tenants.tenant (id),
  years smallint not null check (years between 6 and 30)
);
call app.protect('payments.term', 'tenant_id = (select app.tenant()) or (select app.operator())');

-- Records of money may be deleted, but by the nightly job alone and never while any town could still be bound to keep them: the floor is the
-- shortest term that can be set, and it is reckoned by the database's own clock, so that a wrong clock elsewhere deletes nothing early.
grant delete on payments.incoming, payments.booking to kp_app;
create policy kept on payments.claim as restrictive for delete using ((select app.operator()) and created_at < now() - interval '6 years');
create policy kept on payments.attempt as restrictive for delete using ((select app.operator()) and started_at < now() - interval '6 years');
create policy kept on payments.incoming as restrictive for delete using ((select app.operator()) and at < now() - interval '6 years');
create policy kept on payments.booking as restrictive for delete using ((select app.operator()) and at < now() - interval '6 years');
create policy kept on payments.refund_task as restrictive for delete using ((select app.operator()) and created_at < now() - interval '6 years');
-- The children are found and checked by their claim.
create index on payments.incoming (tenant_id, claim_id);
create index on payments.attempt (tenant_id, claim_id);
create index on payments.refund_task (incoming_id);
create index on payments.refund_task (attempt_id);
