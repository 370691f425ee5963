import { createPrivateKey, type JsonWebKey } from "node:crypto";
import type { Actor } from "#modules/audit";
import { townMail } from "#modules/tenants";
import { sql } from "#platform/database";
import type { Mailer } from "#platform/mail";
import { destinationsOf, keysOf, openPrivateJwk } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { mailboxesOf } from "../inbound/xta/mailbox-store.ts";

/** Long enough that nobody tries them all, however cheap one try is. */
export const leastPassphrase = 20;
const mostPassphrase = 200;

export type ExportOutcome =
  /** PKCS#8, encrypted with the passphrase (RFC 5958, PBES2 with AES-256): any usual tool opens it. */
  | { readonly ok: true; readonly pem: string; readonly kid: string }
  | { readonly ok: false; readonly why: "not-found" | "kept-by-the-town" | "passphrase-too-short" };

interface Key { readonly tenant: string; readonly kid: string; readonly actor: Actor }

/**
 * A town takes a key of its own destination with it: the only way on which a private part leaves. It goes to whoever leads the town, under a passphrase of theirs, and
 * the town is told by mail. The audit holds who and when.
 */
export async function exportKey(deps: InboundDeps & { readonly mailer: Pick<Mailer, "send">; readonly apexOrigin: string }, given: Key & { readonly passphrase: string }): Promise<ExportOutcome> {
  if (given.passphrase.length < leastPassphrase || given.passphrase.length > mostPassphrase) return { ok: false, why: "passphrase-too-short" };
  const row = await keyOf(deps, given);
  if (!row) return { ok: false, why: "not-found" };
  if (row.private_jwk === null) return { ok: false, why: "kept-by-the-town" };
  const jwk = openPrivateJwk(await deps.tenants.tenantKey(given.tenant), row) as JsonWebKey;
  const pem = createPrivateKey({ key: jwk, format: "jwk" }).export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: given.passphrase }).toString();
  await deps.db.inTenant(given.tenant, (tx) => deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.export-key", subject: { kind: "destination", id: row.destination_id } }));
  const town = deps.tenants.byId(given.tenant);
  const to = town && townMail(town);
  if (town && to !== undefined) {
    await deps.mailer.send({
      to, subject: "Dienste anderer Länder: Ein Schlüssel wurde mitgenommen", messageId: `<schluessel-${row.kid}-${deps.clock.now().getTime()}@${new URL(deps.apexOrigin).hostname}>`,
      text: `Guten Tag,\n\ndie Leitung von ${town.name} hat einen privaten Schlüssel heruntergeladen, mit dem Anträge aus anderen Online-Diensten geöffnet werden. Wer und wann, steht im Protokoll.\n\nWar das nicht beabsichtigt, tauschen Sie den Schlüssel: ${deps.apexOrigin}/mitarbeit/${town.slug}/redaktion/efa/empfang\n`,
    });
  }
  return { ok: true, pem, kid: row.kid };
}

/** The town leads the key itself from now on: its private part is deleted here, and what comes for it is passed on unopened. */
export async function releaseKey(deps: InboundDeps, given: Key): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "kept-by-the-town" | "signature" | "in-use" }> {
  const row = await keyOf(deps, given);
  if (!row) return { ok: false, why: "not-found" };
  if (row.private_jwk === null) return { ok: false, why: "kept-by-the-town" };
  // What is passed on or answered from here is still signed here.
  if (row.use === "signature") return { ok: false, why: "signature" };
  return deps.db.inTenant(given.tenant, async (tx) => {
    const { waiting } = await tx.one<{ waiting: number }>(sql`select count(*)::int as waiting from gateway.arrival where destination_id = ${row.destination_id} and state = 'listed'`);
    if (waiting > 0) return { ok: false, why: "in-use" };
    await tx.run(sql`update gateway.key set private_jwk = null where destination_id = ${row.destination_id} and kid = ${row.kid}`);
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.release-key", subject: { kind: "destination", id: row.destination_id } });
    return { ok: true };
  });
}

/** Only of the town's own destinations and mailboxes. */
function keyOf(deps: InboundDeps, { tenant, kid }: Key) {
  return deps.db.inTenant(tenant, async (tx) => {
    for (const { id } of [...await destinationsOf(tx, tenant), ...await mailboxesOf(tx, tenant)]) {
      const found = (await keysOf(tx, id)).find((key) => key.kid === kid && key.state !== "retired");
      if (found) return found;
    }
    return undefined;
  });
}
