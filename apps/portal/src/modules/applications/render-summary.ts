import { Readable } from "node:stream";
import { announce } from "#platform/events";
import { DocumentRefused, type DocumentAttachment, type PdfStandard } from "#platform/documents";
import { newFileKey, putSealed } from "#platform/files";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { PublishedService } from "#modules/forms";
import { canonicalJson } from "#platform/json";
import { applicationKey } from "./application-key.ts";
import type { ApplicationContent, ApplicationHead } from "./application.ts";
import { headOf, sealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append } from "./event-log.ts";
import { newFileLock, sealAbout } from "./file-about.ts";
import { fileArrived, insertArriving, renditions } from "./file-rows.ts";
import { hiddenKey, openHidden } from "./hidden-part.ts";
import { contexts } from "./keys.ts";
import { serviceToRead } from "./draft-form.ts";
import { publishedForm } from "./published-form.ts";
import { openFiles, openSubmitted } from "./read-content.ts";
import { structuredData, summaryDocument } from "./summary-document.ts";

const actor = { kind: "system", what: "rendition" } as const;
const mostBytes = 60_000_000;
const standards: readonly PdfStandard[] = ["ua-1", "a-3a"];

/** Whose copy: the applicant's, or the office's where that holds more. */
interface Copy { readonly key: Buffer; readonly content: ApplicationContent; readonly service: PublishedService; readonly forOffice: boolean; readonly missing: readonly PdfStandard[] }
interface Subject { readonly head: ApplicationHead; readonly copies: readonly Copy[] }

/**
 * The summary as PDF/UA-1 for reading and as PDF/A-3a with the structured data for keeping, sealed as files of the application. Where others have
 * filled in what the applicant does not read, the office has a copy of its own with everything, under the key that only the town has. May be
 * called again: what is there stays, what broke off is begun anew. Ends with `application.rendered`, or with a note in the log
 * where the renderer will never accept the content.
 */
export async function renderSummary(deps: ApplicationsDeps, given: { readonly application: string; readonly tenant: string }): Promise<"rendered" | "already-there" | "gone" | "refused"> {
  const subject = await subjectOf(deps, given);
  if (!subject) return "gone";
  const missing = subject.copies.flatMap((copy) => copy.missing.map((standard) => ({ copy, standard })));
  if (missing.length === 0) return "already-there";
  const town = deps.towns.byId(given.tenant);
  if (!town) throw new Error("the application's town is unknown");
  try {
    for (const one of missing) {
      const { copy, standard } = one;
      const data = summaryDocument(town, subject.head, copy.content, copy.service);
      const pdf = await deps.documents.render("summary", data, { standard, createdAt: subject.head.submittedAt ?? subject.head.createdAt, attachments: standard === "a-3a" ? [attachment(subject.head, copy)] : [] });
      if (!(await keep(deps, subject.head, { ...one, pdf, last: one === missing.at(-1) }))) return "already-there";
    }
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    await deps.db.inTenant(given.tenant, (tx) => note(tx, deps, given.application, "rendering-refused"));
    return "refused";
  }
  return "rendered";
}

async function subjectOf(deps: ApplicationsDeps, given: { readonly application: string; readonly tenant: string }): Promise<Subject | undefined> {
  await deps.towns.tenantKey(given.tenant);
  return deps.db.inTenant(given.tenant, async (tx) => {
    const row = await sealedRow(tx, given.application);
    if (!row || row.submitted_at === null) return undefined;
    const published = await publishedForm(deps.services, row.service, row.form_version);
    const key = await applicationKey(tx, deps, row, { kind: "tenant" });
    const submitted = { application: row.id, ...openSubmitted(key, row) };
    const there = new Set((await renditions(tx, row.id)).map(({ label, hidden }) => `${label ?? ""} ${hidden}`));
    const copy = (of: Omit<Copy, "missing">): Copy => ({ ...of, missing: standards.filter((standard) => !there.has(`${standard} ${of.forOffice}`)) });
    const hidden = await hiddenKey(tx, deps, row);
    // The applicant gets the first: what is hidden from them is not in it.
    const own = copy({ key, service: serviceToRead(published), forOffice: false, content: { ...submitted, files: await openFiles(tx, row.id, key) } });
    const whole = hidden === undefined ? [] : [copy({ key: hidden, service: published, forOffice: true, content: { ...submitted, answers: { ...submitted.answers, ...openHidden(hidden, row) }, files: await openFiles(tx, row.id, key, hidden) } })];
    return { head: headOf(row), copies: [own, ...whole] };
  });
}

function attachment(head: ApplicationHead, { content, service }: Copy): DocumentAttachment {
  return { name: "antrag.json", mime: "application/json", bytes: Buffer.from(canonicalJson(structuredData(head, content, service))), description: "Strukturierte Daten des Antrags", relationship: "source" };
}

/** False when another worker has taken over. The last one is told of in the transaction that makes it visible. */
async function keep(deps: ApplicationsDeps, head: ApplicationHead, { copy: { key: holder, forOffice }, standard, pdf, last }: { readonly copy: Copy; readonly standard: PdfStandard; readonly pdf: Buffer; readonly last: boolean }): Promise<boolean> {
  const at = deps.clock.now();
  const id = newId(at.getTime());
  const storeKey = newFileKey();
  const { key, wrapped } = newFileLock(holder, id);
  await deps.db.inTenant(head.tenant, async (tx) => {
    // What an attempt that broke off has left goes to the sweep.
    await tx.run(sql`update applications.file set scan = 'discarded', label = null where application_id = ${head.id} and kind = 'rendition' and label = ${standard} and hidden = ${forOffice} and scan = 'arriving'`);
    await insertArriving(tx, { id, owner: forOffice ? null : head.account ?? null, application: head.id, tenant: head.tenant, kind: "rendition", label: standard, hidden: forOffice, storeKey, wrappedKey: wrapped, at });
  });
  const stored = await putSealed(deps.files, storeKey, Readable.from([pdf]), { dek: key, context: contexts.fileBytes(id), maxBytes: mostBytes });
  const name = `${head.reference ?? "antrag"}${forOffice ? "-alle-angaben" : ""}${standard === "a-3a" ? "-archiv" : ""}.pdf`;
  const about = sealAbout(key, { id, name, size: stored.size, type: "application/pdf", sha256: stored.sha256 });
  return deps.db.inTenant(head.tenant, async (tx) => {
    const arrived = await fileArrived(tx, { id, scan: "clean", about, bytes: stored.size, heldKey: null });
    if (arrived && last) await note(tx, deps, head.id, "rendered");
    return arrived;
  });
}

async function note(tx: Tx, deps: ApplicationsDeps, application: string, type: "rendered" | "rendering-refused"): Promise<void> {
  const event = await append(tx, deps, application, { type, actor, forCitizen: false }, {}, undefined);
  await announce(tx, { type: `application.${type}`, id: event.id, application, tenant: event.tenant, service: event.service });
}
