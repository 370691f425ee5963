import type { CitizenSession } from "#modules/accounts";
import { open, seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { hashOf } from "./artifact-store.ts";
import { claimsOf, type Claims, type HandoverAttribute } from "./attributes.ts";
import { defaultHandoverSettings, type HandoverDeps } from "./deps.ts";

export interface HandOver {
  readonly tenant: string;
  readonly client: string;
  /** Somebody with an account whose level and attributes the caller has held against what the program asks. */
  readonly session: Pick<CitizenSession, "loginId" | "level" | "person" | "expiresAt"> & { readonly account: string };
  /** What the person agreed to. */
  readonly attributes: readonly HandoverAttribute[];
  /** The provider's grant, on which code and token hang. */
  readonly grant: string;
}

/** When the token of a hand-over ends at the latest: with the sign-in, or after the time that is set. */
export function handoverSeconds(deps: Pick<HandoverDeps, "clock" | "settings">, session: Pick<CitizenSession, "expiresAt">): number {
  const most = deps.settings?.seconds ?? defaultHandoverSettings.seconds;
  return Math.max(1, Math.min(most, Math.floor((session.expiresAt.getTime() - deps.clock.now().getTime()) / 1000)));
}

const context = (handing: string): string => `handover.handing/${handing}`;

/**
 * Writes down what the person agreed to and lays it ready for the program, sealed. The same attributes again go on under the same consent; others
 * begin a new one in its place, and what hung on the old one ends. False where the town does not permit the program to take people over (any more).
 */
export async function handOver(deps: HandoverDeps, given: HandOver): Promise<boolean> {
  const { tenant, client, session } = given;
  if (session.loginId === undefined || session.level === 0) throw new Error("only somebody who has signed in can be handed over");
  const { account, loginId, level } = session;
  const attributes = [...new Set(given.attributes)].sort();
  const key = await deps.tenants.tenantKey(tenant);
  const now = deps.clock.now();
  const id = newId(now.getTime());
  return deps.db.inTenant(tenant, async (tx) => {
    if (!await deps.permits(tx, { tenant, client })) return false;
    await tx.run(sql`select pg_advisory_xact_lock(7300059, hashtext(${`${tenant} ${account} ${client}`}))`);
    const before = await tx.maybe<{ id: string; attributes: string[] }>(sql`select id, attributes from handover.consent where tenant_id = ${tenant} and account_id = ${account} and client_id = ${client} and ended_at is null`);
    const same = before !== undefined && before.attributes.join(" ") === attributes.join(" ");
    if (before && !same) await tx.run(sql`update handover.consent set ended_at = ${now}, ended_by = 'replaced' where id = ${before.id}`);
    const consent = same ? before.id : newId(now.getTime());
    if (!same) await tx.run(sql`insert into handover.consent (id, tenant_id, account_id, client_id, attributes, given_at) values (${consent}, ${tenant}, ${account}, ${client}, ${attributes}, ${now})`);
    const person = seal(key, JSON.stringify(claimsOf(session.person, given.attributes)), context(id));
    const until = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
    await tx.run(sql`insert into handover.handing (id, tenant_id, consent_id, account_id, client_id, login_id, grant_hash, level, at, expires_at, person, person_until)
      values (${id}, ${tenant}, ${consent}, ${account}, ${client}, ${loginId}, ${hashOf(given.grant)}, ${level}, ${now}, ${until(handoverSeconds(deps, session))}, ${person}, ${until(deps.settings?.personSeconds ?? defaultHandoverSettings.personSeconds)})`);
    await deps.audit.record(tx, { tenant, account, actor: { kind: "citizen", account }, action: "person.hand-over", subject: { kind: "consent", id: consent } });
    return true;
  }, { account });
}

/**
 * What was handed over, for the program that shows the token of this grant. Each time it is written down for the person. Undefined where consent or
 * permission has ended, or the minutes are over.
 */
export async function readPerson(deps: HandoverDeps, given: { readonly tenant: string; readonly client: string; readonly grant: string }): Promise<Claims | undefined> {
  const key = await deps.tenants.tenantKey(given.tenant);
  const now = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx) => {
    const row = await tx.maybe<{ id: string; account_id: string; consent_id: string; person: Buffer }>(sql`select h.id, h.account_id, h.consent_id, h.person
      from handover.handing h join handover.consent c on c.tenant_id = h.tenant_id and c.id = h.consent_id and c.ended_at is null
      where h.tenant_id = ${given.tenant} and h.client_id = ${given.client} and h.grant_hash = ${hashOf(given.grant)} and h.person is not null and h.person_until > ${now} and h.expires_at > ${now}`);
    if (!row || !await deps.permits(tx, given)) return undefined;
    await deps.audit.record(tx, { tenant: given.tenant, account: row.account_id, actor: { kind: "extension", client: given.client }, action: "person.read", subject: { kind: "consent", id: row.consent_id } });
    return JSON.parse(open(key, row.person, context(row.id)).toString("utf8")) as Claims;
  });
}
