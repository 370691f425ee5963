import { open } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { asClient, type Access } from "../access.ts";
import type { Bearer } from "../bearer.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { grantedApplication } from "../granted-application.ts";
import { once, type WriteRequest } from "../idempotency.ts";
import { Refused, type Outcome } from "../refusal.ts";
import { type LaunchContext, type LaunchPlace, resultSeconds } from "./launch.ts";
import { hashOf, isCode, keyFrom, resultOf } from "./launch-keys.ts";
import { launchByCode, markExchanged } from "./launch-store.ts";
import { contextOf } from "./start-launch.ts";

/** What a program is told for its code. */
export interface ExchangedLaunch {
  readonly page: string;
  readonly context: LaunchContext;
  /** Name under which values for the step are given; none for a tab. */
  readonly result: string | undefined;
  readonly expiresAt: Date;
}

/**
 * Exchanges a code for what it stands for, once. A code of another program, town or place, one that has ended, was used, or whose permission was
 * revoked, is not there: all look the same. Whoever lost the answer gets it again under the same key.
 */
export function exchangeLaunch(deps: ExtensionsDeps, bearer: Bearer, given: { readonly code: string; readonly place: LaunchPlace }, request: WriteRequest): Promise<Outcome<ExchangedLaunch & { readonly replayed: boolean }>> {
  return asClient(deps, bearer, undefined, async (tx, access) => {
    const now = deps.clock.now();
    if (!isCode(given.code)) throw new Refused({ why: "not-found" });
    const hash = hashOf(given.code);
    const row = await launchByCode(tx, { tenant: access.tenant, client: access.client, hash, now });
    if (!row || row.place !== given.place || (row.exchanged_at !== null && row.exchange_key !== request.key)) throw new Refused({ why: "not-found" });
    const result = row.place === "case-tab" ? undefined : resultOf(given.code, await deps.tenants.tenantKey(access.tenant));
    const context = JSON.parse(open(keyFrom(given.code), row.context, contextOf(hash)).toString("utf8")) as LaunchContext;
    await checkScope(tx, deps, access, context);
    const until = row.exchanged_at === null ? new Date(now.getTime() + resultSeconds * 1000) : row.expires_at;
    // Only that the key was used is kept: the answer itself is opened from the launch each time and goes with it.
    const { replayed } = await once(tx, deps, access, request, async () => {
      await markExchanged(tx, { hash, key: request.key, resultHash: result === undefined ? null : hashOf(result), now, until });
      if (context.place === "case-tab") await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "case.open-tab", subject: { kind: "application", id: context.application } });
      else await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "form.get-fields", subject: { kind: "service", id: context.service } });
      return { status: 200, body: null };
    });
    return { page: row.page, context, result, expiresAt: until, replayed };
  });
}

/** Never more than what the token's own rights would give. */
async function checkScope(tx: Tx, deps: ExtensionsDeps, access: Access, context: LaunchContext): Promise<void> {
  const needed = context.place === "case-tab" ? "vorgaenge.lesen" : "formulare.ergaenzen";
  if (!access.scopes.has(needed)) throw new Refused({ why: "scope-missing", scope: needed });
  if (context.place === "case-tab") await grantedApplication(tx, deps, access, context.application);
}
