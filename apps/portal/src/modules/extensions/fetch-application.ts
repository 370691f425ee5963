import type { ApplicationFile, ApplicationHead, SubmittedContent } from "#modules/applications";
import { wholePart } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { JsonObject } from "@kommunalportal/form-engine";
import { asClient, type Access } from "./access.ts";
import { acknowledgementOf, type Acknowledgement } from "./acknowledgement-store.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { exportedAnswers } from "./exported-answers.ts";
import { grantedApplication, type GrantedApplication } from "./granted-application.ts";
import { Refused, type Outcome } from "./refusal.ts";

/** What the office of one part declared to get; `whole` where the form has no parts or the permission covers the whole. */
export interface FetchedPart { readonly part: string; readonly office: string | undefined; readonly data: JsonObject }

export interface FetchedApplication {
  readonly head: ApplicationHead;
  readonly form: SubmittedContent["form"];
  readonly language: "de" | "en";
  /** Legal day of the declaration, `YYYY-MM-DD`. */
  readonly declaredOn: string;
  /** Legal day on which the paper arrived from which it was taken up. */
  readonly receivedOn: string | undefined;
  readonly parts: readonly FetchedPart[];
  /** Uploads and what was sent later; no renditions. */
  readonly attachments: readonly ApplicationFile[];
  /** Files that an office sent to the person; their label is the event of the message. For the whole only. */
  readonly sent: readonly ApplicationFile[];
  /** The PDF for reading, when it is there and the permission covers the whole. */
  readonly summary: ApplicationFile | undefined;
  readonly acknowledgement: Acknowledgement | undefined;
}

/** An application as a program may see it. The access stands in the audit, where the person finds it. */
export async function fetchApplication(deps: ExtensionsDeps, bearer: Bearer, id: string): Promise<Outcome<FetchedApplication>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const application = await grantedApplication(tx, deps, access, id);
    const read = await readParts(tx, deps, access, application);
    await recordReading(tx, deps, access, application.head, "application.read");
    return { ...read, head: application.head, acknowledgement: await acknowledgementOf(tx, { tenant: access.tenant, client: access.client, application: id }) };
  });
}

/** Every look at content is written down with the account, so that the person sees it in all towns. */
export function recordReading(tx: Tx, deps: Pick<ExtensionsDeps, "audit">, access: Access, head: ApplicationHead, action: "application.read" | "file.read"): Promise<void> {
  return deps.audit.record(tx, { tenant: access.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor: access.actor, action, subject: { kind: "application", id: head.id } });
}

export type ReadParts = Omit<FetchedApplication, "head" | "acknowledgement">;

/** Only what lies within the permission is opened. */
export async function readParts(tx: Tx, deps: ExtensionsDeps, access: Access, { head, granted }: GrantedApplication): Promise<ReadParts> {
  const names = access.offices === undefined ? [{ part: wholePart, office: undefined }] : granted;
  const parts: FetchedPart[] = [];
  const files = new Map<string, ApplicationFile>();
  let common: Pick<ReadParts, "form" | "language" | "declaredOn"> | undefined;
  for (const { part, office } of names) {
    const content = await deps.applications.partContent(tx, head.id, part);
    if (!content) continue;
    const service = await deps.forms.service(content.form.service, content.form.version);
    if (!service) throw new Error(`the form ${content.form.service} ${content.form.version} is not published`);
    parts.push({ part, office, data: exportedAnswers(service.form, content.answers) });
    for (const file of content.files) files.set(file.id, file);
    common = { form: content.form, language: content.language, declaredOn: content.day };
  }
  if (!common) throw new Refused({ why: "not-found" });
  const all = await withoutOthersReplies(tx, deps, access, head.id, [...files.values()]);
  return { ...common, receivedOn: head.receivedOn, parts, attachments: all.filter(({ kind }) => kind === "upload" || kind === "reply"), sent: all.filter(({ kind }) => kind === "sent"), summary: all.find(({ kind, label }) => kind === "rendition" && label === "ua-1") };
}

/** Of a part: not what the person sent because another office asked for it (Art. 5 (1) c DSGVO). What was sent unasked is for all. */
async function withoutOthersReplies(tx: Tx, { answers }: Pick<ExtensionsDeps, "answers">, { offices }: Access, application: string, files: readonly ApplicationFile[]): Promise<readonly ApplicationFile[]> {
  if (offices === undefined || !files.some(({ kind }) => kind === "reply")) return files;
  const asked = await askedBy(tx, answers, application);
  const foreign = ({ kind, label }: ApplicationFile): boolean => {
    const office = kind === "reply" && label !== undefined ? asked.get(label) : undefined;
    return office !== undefined && !offices.includes(office);
  };
  return files.filter((file) => !foreign(file));
}

/** Which office asked each request of an application. */
export async function askedBy(tx: Tx, answers: ExtensionsDeps["answers"], application: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await answers.requests(tx, application)).map(({ id, office }) => [id, office]));
}
