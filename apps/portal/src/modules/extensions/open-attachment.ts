import type { Readable } from "node:stream";
import type { ApplicationFile } from "#modules/applications";
import { asClient } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { readParts, recordReading } from "./fetch-application.ts";
import { grantedApplication } from "./granted-application.ts";
import { Refused, type Outcome } from "./refusal.ts";

export interface OpenedAttachment { readonly about: ApplicationFile; readonly content: Readable }

/** A file of an application as a stream; `file` undefined for the PDF summary. An error in mid-stream means that the bytes were changed. */
export async function openAttachment(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly file: string | undefined }): Promise<Outcome<OpenedAttachment>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const application = await grantedApplication(tx, deps, access, given.application);
    const read = await readParts(tx, deps, access, application);
    const wanted = given.file === undefined ? read.summary : [...read.attachments, ...read.sent].find(({ id }) => id === given.file);
    const opened = wanted && (await deps.applications.openFile(tx, { application: application.head.id, file: wanted.id }, { kind: "tenant" }));
    if (!opened?.ok) throw new Refused({ why: opened?.why === "held" ? "file-held" : "not-found" });
    await recordReading(tx, deps, access, application.head, "file.read");
    return { about: opened.about, content: opened.content };
  });
}
