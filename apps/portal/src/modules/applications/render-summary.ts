import { Readable } from "node:stream";
import { announce } from "#platform/events";
import { DocumentRefused, type DocumentAttachment, type PdfStandard } from "#platform/documents";
import { newFileKey, putSealed } from "#platform/files";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { canonicalJson, type PublishedService } from "#modules/forms";
import { applicationKey } from "./application-key.ts";
import type { ApplicationContent, ApplicationHead } from "./application.ts";
import { headOf, sealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { append } from "./event-log.ts";
import { newFileLock, sealAbout } from "./file-about.ts";
import { fileArrived, insertArriving } from "./file-rows.ts";
import { contexts } from "./keys.ts";
import { serviceFor } from "./draft-form.ts";
import { publishedForm } from "./published-form.ts";
import { openFiles, openSubmitted } from "./read-content.ts";
import { structuredData, summaryDocument } from "./summary-document.ts";

const actor = { kind: "system", what: "rendition" } as const;
const mostBytes = 60_000_000;
const standards: readonly PdfStandard[] = ["ua-1", "a-3a"];

interface Subject { readonly key: Buffer; readonly head: ApplicationHead; readonly content: ApplicationContent; readonly service: PublishedService; readonly missing: readonly PdfStandard[] }

/**
 * The summary as PDF/UA-1 for reading and as PDF/A-3a with the structured data for keeping, sealed as files of the application. May be
 * called again: what is there stays, what broke off is begun anew. Ends with `application.rendered`, or with a note in the log
 * where the renderer will never accept the content.
 */
export async function renderSummary(deps: ApplicationsDeps, given: { readonly application: string; readonly tenant: string }): Promise<"rendered" | "already-there" | "gone" | "refused"> {
  const subject = await subjectOf(deps, given);
  if (!subject) return "gone";
  if (subject.missing.length === 0) return "already-there";
  const town = deps.towns.byId(given.tenant);
  if (!town) throw new Error("the application's town is unknown");
  const data = summaryDocument(town, subject.head, subject.content, subject.service);
  try {
    for (const standard of subject.missing) {
      const pdf = await deps.documents.render("summary", data, { standard, createdAt: subject.head.submittedAt ?? subject.head.createdAt, attachments: standard === "a-3a" ? [attachment(subject)] : [] });
      if (!(await keep(deps, subject, standard, pdf))) return "already-there";
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
    const key = await applicationKey(tx, deps, row, { kind: "tenant" });
    const content = { application: row.id, ...openSubmitted(key, row), files: await openFiles(tx, key, row.id) };
    const there = new Set(content.files.flatMap(({ kind, label }) => (kind === "rendition" ? [label] : [])));
    // The applicant gets this document: what others have filled in is not in it.
    const service = serviceFor(await publishedForm(deps.services, row.service, row.form_version), undefined);
    return { key, head: headOf(row), content, service, missing: standards.filter((standard) => !there.has(standard)) };
  });
}

function attachment({ head, content, service }: Subject): DocumentAttachment {
  return { name: "antrag.json", mime: "application/json", bytes: Buffer.from(canonicalJson(structuredData(head, content, service))), description: "Strukturierte Daten des Antrags", relationship: "source" };
}

/** False when another worker has taken over. The last one is told of in the transaction that makes it visible. */
async function keep(deps: ApplicationsDeps, { key: holder, head, missing }: Subject, standard: PdfStandard, pdf: Buffer): Promise<boolean> {
  const at = deps.clock.now();
  const id = newId(at.getTime());
  const storeKey = newFileKey();
  const { key, wrapped } = newFileLock(holder, id);
  await deps.db.inTenant(head.tenant, async (tx) => {
    // What an attempt that broke off has left goes to the sweep.
    await tx.run(sql`update applications.file set scan = 'discarded', label = null where application_id = ${head.id} and kind = 'rendition' and label = ${standard} and scan = 'arriving'`);
    await insertArriving(tx, { id, owner: head.account ?? null, application: head.id, tenant: head.tenant, kind: "rendition", label: standard, storeKey, wrappedKey: wrapped, at });
  });
  const stored = await putSealed(deps.files, storeKey, Readable.from([pdf]), { dek: key, context: contexts.fileBytes(id), maxBytes: mostBytes });
  const name = `${head.reference ?? "antrag"}${standard === "a-3a" ? "-archiv" : ""}.pdf`;
  const about = sealAbout(key, { id, name, size: stored.size, type: "application/pdf", sha256: stored.sha256 });
  return deps.db.inTenant(head.tenant, async (tx) => {
    const arrived = await fileArrived(tx, { id, scan: "clean", about, bytes: stored.size, heldKey: null });
    if (arrived && standard === missing.at(-1)) await note(tx, deps, head.id, "rendered");
    return arrived;
  });
}

async function note(tx: Tx, deps: ApplicationsDeps, application: string, type: "rendered" | "rendering-refused"): Promise<void> {
  const event = await append(tx, deps, application, { type, actor, forCitizen: false }, {}, undefined);
  await announce(tx, { type: `application.${type}`, id: event.id, application, tenant: event.tenant, service: event.service });
}
