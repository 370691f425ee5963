import { germanDay, legalDate } from "#platform/clock";
import { open, seal } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { isMailAddress } from "#platform/mail";
import { type Applicant, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { draftExpiry } from "./draft-term.ts";
import type { Draft } from "./draft.ts";
import { contexts, wrapKey } from "./keys.ts";
import { hourOf, takeFromQuota } from "./quota.ts";
import { linkHash, newReturn, returnKey } from "./return-code.ts";
import { expiringMail, returnMail } from "./return-mail.ts";
import { dropReturn, putReturn, returnOf, type ReturnRow } from "./return-store.ts";
import { unsealDraft } from "./sealed-draft.ts";

export type LeftReturn =
  /** `code` is shown now and never again; `until` is the last legal day, `YYYY-MM-DD`. */
  | { readonly ok: true; readonly code: string; readonly until: string }
  | { readonly ok: false; readonly why: "not-found" | "not-offered" | "address" | "too-many" | "mail-refused" | "mail-unavailable" };

/** Whether a draft of this person has a way back by link and code: nobody signed in, in a service that asks for no sign-in. */
export function returnOffered(deps: Pick<ApplicationsDeps, "comeBack">, trustLevel: string, draft: Pick<Draft, "minimumLevel" | "channel">, applicant: Applicant): boolean {
  return deps.comeBack !== undefined && trustLevel === "none" && draft.minimumLevel === 0 && draft.channel === "online" && ownerKind(applicant) === "visitor";
}

/**
 * A link by mail and a code on the page, to go on with a draft on any device without an account. It is said to be there only when the mail
 * server has taken the mail; else the draft is as it was. A new one replaces the old.
 */
export async function leaveReturn(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly address: string; readonly network: string }): Promise<LeftReturn> {
  const { applicant, draft } = given;
  const { comeBack } = deps;
  if (!comeBack) return { ok: false, why: "not-offered" };
  if (!isMailAddress(given.address)) return { ok: false, why: "address" };
  const secrets = newReturn();
  const now = deps.clock.now();
  const stored = await deps.db.asOperator("a way back to a visitor's draft", async (tx): Promise<LeftReturn & { readonly tenant?: string; readonly language?: "de" | "en"; readonly before?: Date }> => {
    const opened = await unsealDraft(tx, deps, draft, applicant, "lock");
    if (!opened.ok) return { ok: false, why: "not-found" };
    const { row } = opened;
    const service = await deps.services.service(row.service, row.form_version);
    if (!service || !returnOffered(deps, service.package.service.trustLevel, { minimumLevel: row.minimum_level, channel: row.channel }, applicant)) return { ok: false, why: "not-offered" };
    const admitted = await takeFromQuota(tx, deps.pepper, hourOf(now), [
      { what: "return-mail-address", value: given.address.toLowerCase(), count: 1, limit: { count: deps.settings.returnMails.address, bytes: 0 } },
      { what: "return-mail-network", value: given.network, count: 1, limit: { count: deps.settings.returnMails.network, bytes: 0 } },
    ]);
    if (!admitted) return { ok: false, why: "too-many" };
    const expires = draftExpiry(now, { owner: row.owner_kind, returnable: true }, row.service, deps.settings);
    await putReturn(tx, {
      draft_id: row.id, tenant_id: row.tenant_id, link_hash: linkHash(deps.pepper, secrets.link), at: now, expires_at: expires,
      wrapped_key: wrapKey(returnKey(deps.pepper, secrets), opened.key, contexts.returnKey(row.id)),
      contact: seal(await deps.towns.tenantKey(row.tenant_id), JSON.stringify({ to: given.address, link: secrets.link }), contexts.returnContact(row.id)),
    });
    return { ok: true, code: secrets.code, until: lastDay(expires), tenant: row.tenant_id, language: row.language, before: row.expires_at };
  });
  if (!stored.ok || stored.tenant === undefined) return stored;
  const sent = await comeBack.mailer.send(returnMail(stored.language ?? "de", { to: given.address, href: returnHref(comeBack, stored.tenant, secrets.link), until: germanDay(stored.until), messageId: messageId(comeBack, stored.tenant, newId(now.getTime())) }));
  if (sent.kind === "accepted") return { ok: true, code: stored.code, until: stored.until };
  await deps.db.asOperator("a way back that could not be mailed", (tx) => dropReturn(tx, draft, stored.before ?? now));
  return { ok: false, why: sent.kind === "rejected" ? "mail-refused" : "mail-unavailable" };
}

/** The notice before a draft with a way back is deleted. Throws where the server cannot be reached: the job comes again. */
export async function tellExpiring(deps: ApplicationsDeps, draft: string): Promise<void> {
  const { comeBack } = deps;
  if (!comeBack) return;
  const found = await deps.db.asOperator("notice about a draft with a way back", async (tx: Tx) => {
    const row = await returnOf(tx, draft);
    return row && { row, ...contactOf(await deps.towns.tenantKey(row.tenant_id), row) };
  });
  // Sent or deleted meanwhile.
  if (!found) return;
  const { row, to, link } = found;
  const day = lastDay(row.expires_at);
  const sent = await comeBack.mailer.send(expiringMail(row.language, { to, href: returnHref(comeBack, row.tenant_id, link), until: germanDay(day), messageId: messageId(comeBack, row.tenant_id, `${draft}.${day}`) }));
  if (sent.kind === "unavailable") throw new Error(`the notice could not be sent: ${sent.reason}`);
}

function contactOf(tenantKey: Buffer, row: ReturnRow): { readonly to: string; readonly link: string } {
  return JSON.parse(open(tenantKey, row.contact, contexts.returnContact(row.draft_id)).toString("utf8")) as { to: string; link: string };
}

type ComeBack = NonNullable<ApplicationsDeps["comeBack"]>;
const returnHref = (comeBack: ComeBack, tenant: string, link: string): string => `${comeBack.townOrigin(tenant)}/entwurf/${link}`;
const messageId = (comeBack: ComeBack, tenant: string, id: string): string => `<${id}@${new URL(comeBack.townOrigin(tenant)).hostname}>`;
/** The draft goes at the beginning of a legal day; the day before is the last. */
const lastDay = (expires: Date): string => legalDate(new Date(expires.getTime() - 1));
