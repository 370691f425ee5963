import { open } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { partAnswers, stillFilled, type Answers } from "@kommunalportal/form-engine";
import { applicationKey } from "./application-key.ts";
import { type ApplicationContent, type ApplicationFile, type KeySource, type SubmittedContent, wholePart } from "./application.ts";
import { keyRows, type SealedRow, sealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { openAbout } from "./file-about.ts";
import { applicationFiles, officeFiles } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { hiddenKey, openHidden } from "./hidden-part.ts";
import { contexts } from "./keys.ts";
import { publishedForm } from "./published-form.ts";

export function openSubmitted(key: Buffer, row: Pick<SealedRow, "id" | "content">): SubmittedContent {
  // Canonical JSON that only `submit` writes; the seal proves it.
  return JSON.parse(open(key, row.content, contexts.content(row.id)).toString("utf8")) as SubmittedContent;
}

/** Files of an application with name, size, type and hash; renditions and later uploads among them. With `hidden` as the office reads them. */
export async function openFiles(tx: Tx, application: string, key: Buffer, hidden?: Buffer): Promise<ApplicationFile[]> {
  const rows = hidden === undefined ? await applicationFiles(tx, application) : await officeFiles(tx, application);
  return rows.map((row) => openAbout(row.hidden && hidden !== undefined ? hidden : key, row));
}

/** The files of an application, without opening what was declared. */
export async function filesOf(tx: Tx, deps: ApplicationsDeps, id: string, source: Extract<KeySource, { kind: "account" }>): Promise<ApplicationFile[]> {
  const [row] = await keyRows(tx, [id]);
  return row === undefined ? [] : openFiles(tx, id, await applicationKey(tx, deps, row, source));
}

/** All that was declared. Whoever shows it to an office that gets only a part takes `partContent`. */
export async function content(tx: Tx, deps: ApplicationsDeps, id: string, source: KeySource): Promise<ApplicationContent | undefined> {
  const row = await sealedRow(tx, id);
  if (!row) return undefined;
  const key = await applicationKey(tx, deps, row, source);
  const submitted = openSubmitted(key, row);
  // Offices read what everybody has filled in; the applicant only what is theirs.
  const others = source.kind === "tenant" && source.reader !== "applicant" ? await hiddenKey(tx, deps, row) : undefined;
  const files = await openFiles(tx, id, key, others);
  return { application: id, ...submitted, ...(others === undefined ? {} : { answers: { ...submitted.answers, ...openHidden(others, row) } }), files };
}

/** What the office of one part may see: its answers, the files they name, and what was sent later. Undefined where there is no such part. */
export async function partContent(tx: Tx, deps: ApplicationsDeps, id: string, part: string): Promise<ApplicationContent | undefined> {
  const whole = await content(tx, deps, id, { kind: "tenant" });
  if (!whole || part === wholePart) return whole;
  const { form } = await publishedForm(deps.services, whole.form.service, whole.form.version);
  if (!form.parts.some(({ definition }) => definition.id === part)) return undefined;
  const answers: Answers = partAnswers(form, part, whole.answers, whole.day);
  const named = new Set(filesIn(answers).map(({ file }) => file.id));
  // The rendition shows everything, so it is not for the office of a part.
  return { ...whole, answers, filled: stillFilled(whole.filled, whole.answers, answers), files: whole.files.filter((file) => (file.kind === "upload" ? named.has(file.id) : file.kind === "reply")) };
}
