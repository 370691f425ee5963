import { hkdfSync } from "node:crypto";
import type { AddedFile, Applicant, PaymentWay, SubmitOutcome } from "#modules/applications";
import type { Answers } from "@kommunalportal/form-engine";
import { authorise, asClient, warmTownKey, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";
import { presentSubmission, rememberSubmission, submissionIn } from "./own-submission.ts";
import { discardUploads, type KeptUpload } from "./uploads/upload-store.ts";
import { namedUploads } from "./uploads/use-uploads.ts";

export interface SubmitForPerson {
  readonly service: string;
  readonly language: "de" | "en";
  /** By the JSON Schema of the form's newest version; checked by the form itself, whatever came. */
  readonly answers: Answers;
  /** Uploads and the fields they are for; used up when the application is there. */
  readonly attachments: readonly { readonly upload: string; /** Upload field with entry numbers: `hunde.0.foto`. */ readonly path: string }[];
  /** How the person pays a fee that comes first; the first way that service and town allow unless told. */
  readonly paymentWay?: PaymentWay;
  /** Token of a hand-over: then the application is that person's own, in their account. Undefined: a visitor's, with a look-up code. */
  readonly handover?: string;
}

/**
 * An application that somebody has filled in and declared binding on a program's own page: somebody handed over by the portal, or a visitor, not
 * signed in, with a look-up code. A fee that comes first is paid at the portal by the person who was handed over; only then is the application
 * submitted. The same key makes one application, also when the program or the portal fails between the submission and its answer.
 */
export async function submitForPerson(deps: ExtensionsDeps, bearer: Bearer, given: SubmitForPerson, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  const before = await outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    return deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "vorgaenge.stellen", deps.clock.now());
      if (access.services?.includes(given.service) === false) throw new Refused({ why: "not-found" });
      const answer = await earlierAnswer(tx, deps, access, request);
      if (answer) return { access, answer, files: [] };
      if (given.attachments.length > 0 && !access.scopes.has("dateien.senden")) throw new Refused({ why: "scope-missing", scope: "dateien.senden" });
      return { access, answer, files: await namedUploads(tx, deps, access, given.attachments.map(({ upload }, i) => ({ upload, pointer: `/attachments/${i}/upload` }))) };
    });
  });
  if (!before.ok) return before;
  if (before.value.answer) return { ok: true, value: before.value.answer };
  const { access: asked, files } = before.value;
  const submitted = await outcomeOf(async () => {
    const person = await personFor(deps, asked, given.handover, request.key);
    return { ...await submitFor(deps, asked, given, person, files), account: person.applicant.account };
  });
  if (!submitted.ok) return submitted;
  const { application, account } = submitted.value;
  const lookupCode = submitted.value.kind === "submitted" ? submitted.value.lookupCode : undefined;
  return asClient(deps, bearer, "vorgaenge.stellen", (tx, access) => once(tx, deps, access, request, async () => {
    await rememberSubmission(tx, { tenant: access.tenant, client: access.client, application, at: deps.clock.now() });
    await discardUploads(tx, files.map(({ lock }) => lock.id));
    await deps.audit.record(tx, { tenant: access.tenant, ...(account === undefined ? {} : { account }), actor: access.actor, action: "application.submit", subject: { kind: "application", id: application } });
    return { status: 201, body: { ...presentSubmission(await submissionIn(tx, deps, access, application)), ...(lookupCode === undefined ? {} : { lookupCode }) } };
  }));
}

type Made = Extract<SubmitOutcome, { kind: "submitted" | "payment" }>;

async function submitFor(deps: ExtensionsDeps, access: Access, given: SubmitForPerson, { applicant, requestId }: Person, files: readonly KeptUpload[]): Promise<Made> {
  const service = await deps.forms.current(given.service, access.tenant);
  if (!service) throw new Refused({ why: "not-found" });
  // Who pays first has to be at the portal for it, signed in.
  if (service.package.service.fee?.due === "before" && applicant.account === undefined) throw new Refused({ why: "portal-needed", because: "fee" });
  const started = await deps.applications.startDraft({ applicant, tenant: access.tenant, service: given.service, language: given.language, answers: given.answers });
  if (!started.ok) throw new Refused(started.why === "sign-in-needed" ? { why: "portal-needed", because: "sign-in" } : started.why === "too-many-drafts" || started.why === "too-many-requests" ? { why: "too-many-submissions" } : { why: "not-found" });
  const draft = started.draft.id;
  const giveUp = async (refusal: Refused): Promise<never> => { await deps.applications.deleteDraft({ draft, applicant }); throw refusal; };
  for (const [i, file] of files.entries()) {
    const added = await deps.applications.addFile({ draft, applicant, path: given.attachments[i]?.path ?? "", name: file.file.name, content: await deps.applications.openTaken(file.lock) });
    if (!added.ok) await giveUp(fileRefusal(i, added));
  }
  const outcome = await deps.applications.submit({ draft, tenant: access.tenant, applicant, confirmed: true, requestId, ...(given.paymentWay === undefined ? {} : { way: given.paymentWay }) });
  if (outcome.kind === "submitted" || outcome.kind === "payment") return outcome;
  if (outcome.kind === "problems") return giveUp(new Refused({ why: "answers-invalid", errors: outcome.problems.slice(0, mostProblems).map(({ path, code, message }) => ({ pointer: `/answers/${path.replaceAll(".", "/")}`, code, message: message?.de ?? code })) }));
  const signIn = outcome.why === "level-too-low" || outcome.why === "account-needed";
  return giveUp(new Refused(signIn ? { why: "portal-needed", because: "sign-in" } : outcome.why === "no-payment-way" ? { why: "portal-needed", because: "fee" } : { why: "not-found" }));
}

/** A file that the form does not take, in the words for the person where there are any. */
function fileRefusal(at: number, added: Extract<AddedFile, { ok: false }>): Refused {
  if (added.why === "cannot-be-checked" || added.why === "store-full") return new Refused({ why: "upload-not-now" });
  if (added.why === "too-many-requests") return new Refused({ why: "too-many-submissions" });
  const message = added.why === "does-not-fit" ? added.error.message?.de : added.why === "not-an-upload-field" ? "the form has no upload field at this path" : undefined;
  return new Refused({ why: "answers-invalid", errors: [{ pointer: `/attachments/${at}`, code: added.why, message: message ?? added.why }] });
}

const mostProblems = 50;

interface Person { readonly applicant: Applicant; readonly requestId: string }

/** Whoever was handed over, or the visitor whom the key stands for. */
async function personFor(deps: ExtensionsDeps, access: Access, handover: string | undefined, key: string): Promise<Person> {
  const visitor = await visitorOf(deps, access, key);
  if (handover === undefined) return visitor;
  const person = access.scopes.has("personen.uebernehmen") ? await deps.handover.personOfToken({ tenant: access.tenant, client: access.client, token: handover }) : undefined;
  if (!person) throw new Refused({ why: "handover-invalid" });
  return { applicant: { owner: person.account, account: person.account, level: person.level }, requestId: visitor.requestId };
}

/** The visitor whom a key stands for: the same key gives the same one, and nobody without the town's key can reckon it. */
async function visitorOf(deps: ExtensionsDeps, access: Access, key: string): Promise<Person> {
  const bytes = Buffer.from(hkdfSync("sha256", await deps.tenants.tenantKey(access.tenant), Buffer.alloc(0), `extensions.submission/${access.tenant}/${access.client}/${key}`, 64));
  const uuid = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  return { applicant: { owner: uuid(bytes.toString("hex", 32, 48)), ownerSecret: bytes.subarray(0, 32), level: 0 }, requestId: uuid(bytes.toString("hex", 48, 64)) };
}
