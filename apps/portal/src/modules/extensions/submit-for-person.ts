import { hkdfSync } from "node:crypto";
import type { Applicant, SubmitOutcome } from "#modules/applications";
import type { Answers } from "@kommunalportal/form-engine";
import { authorise, asClient, warmTownKey, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";

export interface SubmitForPerson {
  readonly service: string;
  readonly language: "de" | "en";
  /** By the JSON Schema of the form's newest version; checked by the form itself, whatever came. */
  readonly answers: Answers;
  /** Token of a hand-over: then the application is that person's own, in their account. Undefined: a visitor's, with a look-up code. */
  readonly handover?: string;
}

/**
 * An application that somebody has filled in and declared binding on a program's own page: somebody handed over by the portal, or a visitor, not
 * signed in, with a look-up code. Services that ask for a fee, or of a visitor for a sign-in, are filled in at the portal. The same key makes one application, also
 * when the program or the portal fails between the submission and its answer.
 */
export async function submitForPerson(deps: ExtensionsDeps, bearer: Bearer, given: SubmitForPerson, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  const before = await outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    return deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "vorgaenge.stellen", deps.clock.now());
      if (access.services?.includes(given.service) === false) throw new Refused({ why: "not-found" });
      return { access, answer: await earlierAnswer(tx, deps, access, request) };
    });
  });
  if (!before.ok) return before;
  if (before.value.answer) return { ok: true, value: before.value.answer };
  const submitted = await outcomeOf(async () => {
    const person = await personFor(deps, before.value.access, given.handover, request.key);
    return { ...await submitFor(deps, before.value.access, given, person), account: person.applicant.account };
  });
  if (!submitted.ok) return submitted;
  const { application, reference, lookupCode, account } = submitted.value;
  return asClient(deps, bearer, "vorgaenge.stellen", (tx, access) => once(tx, deps, access, request, async () => {
    await deps.audit.record(tx, { tenant: access.tenant, ...(account === undefined ? {} : { account }), actor: access.actor, action: "application.submit", subject: { kind: "application", id: application } });
    return { status: 201, body: { id: application, reference, ...(lookupCode === undefined ? {} : { lookupCode }), url: `${deps.townOrigin(access.tenant)}${account === undefined ? "/status" : `/vorgaenge/${application}`}` } };
  }));
}

async function submitFor(deps: ExtensionsDeps, access: Access, given: SubmitForPerson, { applicant, requestId }: Person): Promise<Extract<SubmitOutcome, { kind: "submitted" }>> {
  const service = await deps.forms.current(given.service, access.tenant);
  if (!service) throw new Refused({ why: "not-found" });
  if (service.package.service.fee !== undefined) throw new Refused({ why: "portal-needed", because: "fee" });
  const started = await deps.applications.startDraft({ applicant, tenant: access.tenant, service: given.service, language: given.language, answers: given.answers });
  if (!started.ok) throw new Refused(started.why === "sign-in-needed" ? { why: "portal-needed", because: "sign-in" } : started.why === "too-many-drafts" || started.why === "too-many-requests" ? { why: "too-many-submissions" } : { why: "not-found" });
  const outcome = await deps.applications.submit({ draft: started.draft.id, tenant: access.tenant, applicant, confirmed: true, requestId });
  if (outcome.kind === "submitted") return outcome;
  await deps.applications.deleteDraft({ draft: started.draft.id, applicant });
  if (outcome.kind === "problems") throw new Refused({ why: "answers-invalid", errors: outcome.problems.slice(0, mostProblems).map(({ path, code, message }) => ({ pointer: `/answers/${path.replaceAll(".", "/")}`, code, message: message?.de ?? code })) });
  if (outcome.kind === "payment") throw new Error("a service without a fee asked for one");
  throw new Refused(outcome.why === "level-too-low" || outcome.why === "account-needed" ? { why: "portal-needed", because: "sign-in" } : { why: "not-found" });
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
