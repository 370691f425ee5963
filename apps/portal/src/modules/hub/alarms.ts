import { sql, type Tx } from "#platform/database";
import { certificateWarnDays } from "./certificates/watch-certificates.ts";
import { tellsOnly } from "./delivery.ts";
import type { HubDeps } from "./deps.ts";
import { failuresThatCount } from "./destination.ts";

export interface Alarm {
  readonly kind: "dead-letters" | "queue-too-old" | "destination-failing" | "destination-paused" | "no-answer" | "certificate-ending" | "no-route" | "no-receiver";
  readonly tenant: string;
  readonly destination: string | undefined;
  readonly destinationName: string | undefined;
  readonly service: string | undefined;
  /** Deliveries that it concerns. */
  readonly count: number;
  /** For `certificate-ending` the moment it ends, which may lie ahead. */
  readonly since: Date | undefined;
  /** Code of the reason, for a destination that does not answer. */
  readonly reason: string | undefined;
}

interface Row { tenant_id: string; id: string; name: string; paused_at: Date | null; failures: number; failing_since: Date | null; last_failure: string | null; waiting: number; oldest: Date | null; dead: number; dead_since: Date | null; unanswered: number; unanswered_since: Date | null; certificate_until: string | null; unaddressed: number; unaddressed_since: Date | null }

/** What somebody should look at now, derived from the rows: it is open as long as it is true. Of one town or, as operator, of all. */
export async function alarms(deps: Pick<HubDeps, "clock" | "settings" | "tenants">, tx: Tx): Promise<Alarm[]> {
  const now = deps.clock.now();
  const rows = await tx.rows<Row>(sql`
    select t.tenant_id, t.id, t.name, t.paused_at, t.failures, t.failing_since, t.last_failure, coalesce(w.waiting, 0) as waiting, w.oldest, coalesce(x.dead, 0) as dead, x.dead_since,
      coalesce(y.unanswered, 0) as unanswered, y.unanswered_since, coalesce(z.unaddressed, 0) as unaddressed, z.unaddressed_since, t.settings ->> 'certificateUntil' as certificate_until
    from hub.destination t
      left join (select destination_id, count(*)::int as waiting, min(queued_at) as oldest from hub.delivery where state in ('queued', 'sent') group by 1) w on w.destination_id = t.id
      left join (select destination_id, count(*)::int as dead, min(finished_at) as dead_since from hub.delivery where state in ('rejected', 'dead') and settled_at is null group by 1) x on x.destination_id = t.id
      left join (select destination_id, count(*)::int as unanswered, min(queued_at) as unanswered_since from hub.delivery where state = 'received' and message <> ${tellsOnly} and queued_at < ${new Date(now.getTime() - deps.settings.answerAfterHours * 3_600_000)} group by 1) y on y.destination_id = t.id
      left join (select destination_id, count(*)::int as unaddressed, min(queued_at) as unaddressed_since from hub.delivery where state = 'queued' and reason = 'no-receiver' group by 1) z on z.destination_id = t.id
    where t.retired_at is null or x.dead > 0 order by t.tenant_id, t.name`);
  const found: Alarm[] = [];
  for (const row of rows) {
    const base = { tenant: row.tenant_id, destination: row.id, destinationName: row.name, service: undefined };
    if (row.dead > 0) found.push({ ...base, kind: "dead-letters", count: row.dead, since: row.dead_since ?? undefined, reason: undefined });
    if (row.failures >= failuresThatCount) found.push({ ...base, kind: "destination-failing", count: row.waiting, since: row.failing_since ?? undefined, reason: row.last_failure ?? undefined });
    if (row.unanswered > 0) found.push({ ...base, kind: "no-answer", count: row.unanswered, since: row.unanswered_since ?? undefined, reason: undefined });
    if (row.unaddressed > 0) found.push({ ...base, kind: "no-receiver", count: row.unaddressed, since: row.unaddressed_since ?? undefined, reason: undefined });
    const until = row.certificate_until === null ? undefined : new Date(row.certificate_until);
    if (until && until.getTime() - now.getTime() < certificateWarnDays[0] * 86_400_000) found.push({ ...base, kind: "certificate-ending", count: 0, since: until, reason: undefined });
    if (row.paused_at && row.waiting > 0) found.push({ ...base, kind: "destination-paused", count: row.waiting, since: row.paused_at, reason: undefined });
    else if (row.oldest && now.getTime() - row.oldest.getTime() > deps.settings.alarmAfterMinutes * 60_000) found.push({ ...base, kind: "queue-too-old", count: row.waiting, since: row.oldest, reason: undefined });
  }
  return [...found, ...(await missingRoutes(deps, tx, now))];
}

/** A town has chosen a Fachverfahren for a service and no rule leads to one: everything stays in the inbox, unnoticed. */
async function missingRoutes(deps: Pick<HubDeps, "tenants">, tx: Tx, now: Date): Promise<Alarm[]> {
  const rows = await tx.rows<{ tenant_id: string; service: string | null }>(sql`select distinct r.tenant_id, r.service from hub.route r join hub.destination d on d.id = r.destination_id
    where d.retired_at is null and r.valid_from <= ${now} and (r.valid_until is null or r.valid_until > ${now})`);
  const leads = (tenant: string, service: string): boolean => rows.some((row) => row.tenant_id === tenant && (row.service === null || row.service === service));
  const own = tx.scope.kind === "tenant" ? tx.scope.tenant : undefined;
  return deps.tenants.all().filter(({ id }) => own === undefined || id === own).flatMap(({ id }) => [...deps.tenants.switches(id).values()]
    .filter((settings) => settings.enabled && settings.delivery === "fachverfahren" && !leads(id, settings.service))
    .map(({ service }): Alarm => ({ kind: "no-route", tenant: id, destination: undefined, destinationName: undefined, service, count: 0, since: undefined, reason: undefined })));
}
