import type { Problem } from "@kommunalportal/fit-connect";
import { sql } from "#platform/database";
import { warnDays } from "../onboarding/checklist.ts";
import type { UnopenedWhy } from "./arrival-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";

export interface GatewayAttention {
  /** What does not go on by itself, or not yet: for each town and reason one line. Never content. */
  readonly arrivals: readonly { readonly tenant: string; readonly by: "fit-connect" | "xta"; readonly kind: "failing" | "unopened" | "rejected"; readonly why: UnopenedWhy | undefined; /** Words of a rejection, code of a fault. */ readonly reason: string; readonly count: number; readonly since: Date }[];
  /** Words of offices that did not reach the other side, or only one of the two places where the person is to hear them. */
  readonly replies: readonly { readonly tenant: string; readonly state: "queued" | "sent" | "given-up"; readonly reason: string; readonly count: number; readonly since: Date }[];
  readonly certificates: readonly { readonly tenant: string; readonly what: "fit-connect" | "xta" | "access"; readonly until: Date }[];
}

/** A rejection was told to the sender; for so long the operator sees it too. Days. */
const rejectionDays = 7;
const replyDays = 14;
/** Tries of an answer before it is worth a look: some ten minutes. */
const triesOfReply = 5;
const most = 200;

/** For the operator: what comes from services elsewhere and needs somebody, over all towns. */
export function gatewayAttention({ db, clock }: Pick<InboundDeps, "db" | "clock">): Promise<GatewayAttention> {
  const now = clock.now();
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  const soon = daysAgo(-warnDays[0]);
  return db.asOperator("what comes from services elsewhere and needs somebody", async (tx) => {
    const arrivals = await tx.rows<{ tenant: string; by: "fit-connect" | "xta"; kind: GatewayAttention["arrivals"][number]["kind"]; why: UnopenedWhy | null; fault: string | null; problems: readonly Problem[] | null; count: number; since: Date }>(sql`
      select tenant_id as tenant, case when parcel is null then 'fit-connect' else 'xta' end as by, case state when 'unopened' then 'unopened' when 'rejected' then 'rejected' else 'failing' end as kind,
        case when state = 'unopened' then coalesce(unopened_why, 'order') end as why, case when state in ('listed', 'taken-in', 'refusing') then fault end as fault, case when state = 'rejected' then problems end as problems, count(*)::int as count, min(listed_at) as since
      from gateway.arrival where state = 'unopened' or (state in ('listed', 'taken-in', 'refusing') and attempts > 1) or (state = 'rejected' and answered_at > ${daysAgo(rejectionDays)})
      group by 1, 2, 3, 4, 5, 6 order by 8 limit ${most}`);
    const replies = await tx.rows<{ tenant: string; state: "queued" | "sent" | "given-up"; reason: string; count: number; since: Date }>(sql`
      select tenant_id as tenant, state, coalesce(fault, '') as reason, count(*)::int as count, min(created_at) as since from gateway.reply
      where (state = 'queued' and attempts >= ${triesOfReply}) or (state = 'sent' and fault is not null and sent_at > ${daysAgo(replyDays)}) or (state = 'given-up' and fault <> 'nothing-to-say' and coalesce(answered_at, created_at) > ${daysAgo(replyDays)})
      group by 1, 2, 3 order by 5 limit ${most}`);
    const certificates = await tx.rows<{ tenant: string; what: "fit-connect" | "xta" | "access"; until: Date }>(sql`
      select k.tenant_id as tenant, d.channel as what, min(k.certificate_until) as until from gateway.key k join gateway.destination d on d.id = k.destination_id where k.state = 'current' and d.ended_at is null and k.certificate_until < ${soon} group by 1, 2
      union all select tenant_id, 'access', min((settings ->> 'certificateUntil')::timestamptz) from gateway.destination where channel = 'xta' and ended_at is null and (settings ->> 'certificateUntil')::timestamptz < ${soon} group by 1
      order by 3 limit ${most}`);
    return {
      arrivals: arrivals.map(({ tenant, by, kind, why, fault, problems, count, since }) => ({ tenant, by, kind, why: why ?? undefined, reason: fault ?? (problems ?? []).map(({ detail, title }) => detail ?? title).join(" "), count, since })),
      replies, certificates,
    };
  });
}
