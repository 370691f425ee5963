import type { Applicant, DraftRefusal } from "#modules/applications";
import { newId } from "#platform/ids";
import { fetchLevel, type AtField, type EvidenceDeps } from "./deps.ts";
import { storePreview } from "./preview-store.ts";
import type { EvidenceKind, EvidencePerson } from "./register.ts";
import { recordStep, type StepKind } from "./step-store.ts";

export type FetchOutcome =
  | { readonly ok: true }
  | DraftRefusal
  /** `not-identified`: no sign-in at level substantial that vouches for name and birthdate. `not-offered`: no register gives out this kind here. */
  | { readonly ok: false; readonly why: "no-consent" | "not-identified" | "not-offered" | "no-evidence" | "not-clear" | "refused" | "unreachable" };

/** What a register is told of a person; undefined where the sign-in does not vouch for all of it. */
export function personOf({ level, person }: Pick<Applicant, "level" | "person">): EvidencePerson | undefined {
  const [givenName, surname, birthdate] = [person?.givenName, person?.surname, person?.birthdate];
  if (level < fetchLevel || !givenName || !surname || !birthdate) return undefined;
  if ([givenName, surname, birthdate].some((one) => one.level < fetchLevel || one.value.trim() === "")) return undefined;
  return { givenName: givenName.value, surname: surname.value, birthdate: birthdate.value };
}

/**
 * Asks the register after the person has agreed. The consent is on the disk before the question leaves; what came back is kept sealed for the
 * person and goes nowhere. Asked again the former answer is replaced.
 */
export async function fetchEvidence(deps: EvidenceDeps, offers: ReadonlyMap<string, EvidenceKind>, given: AtField & { readonly kind: string; readonly consented: boolean }): Promise<FetchOutcome> {
  const { applicant, kind } = given;
  if (!given.consented) return { ok: false, why: "no-consent" };
  const person = personOf(applicant);
  if (!person) return { ok: false, why: "not-identified" };
  const offer = offers.get(kind);
  if (!deps.register || !offer) return { ok: false, why: "not-offered" };
  const opened = await deps.applications.openDraft({ draft: given.draft, applicant });
  if (!opened.ok) return opened;
  const { draft: { tenant, service }, service: { package: { service: { leika } } } } = opened;
  const step = (what: StepKind, at: Date) => ({ kind, service, tenant, draft: given.draft, what, at });

  const consentAt = deps.clock.now();
  await deps.db.inTenant(tenant, async (tx) => {
    await recordStep(tx, applicant, { ...step("asked", consentAt), about: offer });
    await deps.audit.record(tx, { tenant, ...(applicant.account === undefined ? {} : { account: applicant.account }), actor: applicant.account === undefined ? { kind: "visitor" } : { kind: "citizen", account: applicant.account }, action: "evidence.fetch", subject: { kind: "draft", id: given.draft } });
  }, { account: applicant.owner });
  const answer = await deps.register.fetch({ request: newId(), kind, person, purpose: { service: leika, authority: deps.authorityOf(tenant) }, consentAt });
  return deps.db.asAccount(applicant.owner, async (tx) => {
    await recordStep(tx, applicant, step(answer.ok ? "shown" : answer.why, deps.clock.now()));
    if (!answer.ok) return answer;
    await storePreview(tx, deps, given, { ...answer.evidence, kind });
    return { ok: true };
  });
}
