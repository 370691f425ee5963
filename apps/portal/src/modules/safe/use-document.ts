import type { AddedFile, Applicant, DraftRefusal } from "#modules/applications";
import type { Level } from "#modules/accounts";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { SafeDeps } from "./deps.ts";
import type { Consent, DocumentRefusal } from "./document.ts";
import { openDocument, type OpenedDocument } from "./open-document.ts";

/** What the person agreed to: this document, in this one application. */
export interface ConsentToUse { readonly draft: string; readonly tenant: string; readonly service: string; readonly level: Level }

/**
 * Opens a document to be used in an application, after the person agreed to it for this case (§ 8 (4) Serviceportal.NRW-VO). The consent is
 * written down in the same transaction (`asAccount`): no use without it. The caller has checked that the draft is the account's own.
 */
export async function openForUse(tx: Tx, deps: Pick<SafeDeps, "accounts" | "files" | "clock">, account: string, document: string, consent: ConsentToUse): Promise<OpenedDocument> {
  const opened = await openDocument(tx, deps, { account, level: consent.level, document });
  if (!opened.ok) return opened;
  const at = deps.clock.now();
  await tx.run(sql`insert into safe.consent (id, account_id, document_id, draft_id, tenant_id, service, level, at)
    values (${newId(at.getTime())}, ${account}, ${document}, ${consent.draft}, ${consent.tenant}, ${consent.service}, ${consent.level}, ${at})`);
  return opened;
}

export type AttachOutcome = AddedFile | DraftRefusal | DocumentRefusal | { readonly ok: false; readonly why: "no-consent" };

/** Puts a copy of a document into an upload field of one's own draft. From then on it is an upload like any other, with all its checks. */
export async function attachToDraft(deps: SafeDeps, given: { readonly applicant: Applicant & { readonly account: string }; readonly document: string; readonly draft: string; readonly path: string; readonly consented: boolean }): Promise<AttachOutcome> {
  if (!given.consented) return { ok: false, why: "no-consent" };
  const { applicant } = given;
  const draft = await deps.applications.openDraft({ draft: given.draft, applicant });
  if (!draft.ok) return draft;
  const { tenant, service } = draft.draft;
  const opened = await deps.db.asAccount(applicant.account, (tx) => openForUse(tx, deps, applicant.account, given.document, { draft: given.draft, tenant, service, level: applicant.level }));
  if (!opened.ok) return opened;
  return deps.applications.addFile({ draft: given.draft, applicant, path: given.path, name: opened.document.name, content: opened.content });
}

/** The account's consents, newest first. */
export async function consentsOf(tx: Tx, account: string): Promise<Consent[]> {
  const rows = await tx.rows<{ id: string; document_id: string; draft_id: string; tenant_id: string; service: string; level: Level; at: Date }>(sql`
    select id, document_id, draft_id, tenant_id, service, level, at from safe.consent where account_id = ${account} order by at desc, id desc limit 1000`);
  return rows.map((row) => ({ id: row.id, document: row.document_id, draft: row.draft_id, tenant: row.tenant_id, service: row.service, level: row.level, at: row.at }));
}
