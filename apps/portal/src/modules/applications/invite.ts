import { legalDate } from "#platform/clock";
import { seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { isMailAddress } from "#platform/mail";
import { reachableAnswers, type ServiceDescription } from "@kommunalportal/form-engine";
import { type Applicant, type Language, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts, freshKey, wrapKey } from "./keys.ts";
import { confirmedHash, deleteParticipant, insertParticipant, type Participant, type ParticipantKind, participantOf, participantRows } from "./participant.ts";
import { draftForm } from "./draft-form.ts";
import { publishedForm } from "./published-form.ts";
import { hourOf, takeFromQuota } from "./quota.ts";
import { linkHash, newReturn, returnKey } from "./return-code.ts";
import { invitationMail } from "./return-mail.ts";
import { unsealDraft } from "./sealed-draft.ts";

export type Invited =
  /** `code` is for the owner to pass on by another way than the mail. */
  | { readonly ok: true; readonly code: string; readonly participant: string }
  | { readonly ok: false; readonly why: "not-found" | "not-offered" | "address" | "name" | "too-many" | "too-many-people" | "mail-refused" | "mail-unavailable" };

const mostHelpers = 3;

/** Somebody is invited to apply together, where the service allows it, or to help. The mail brings a link; the code is the owner's to pass on. */
export async function invite(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly kind: ParticipantKind; /** Whose steps they fill in; left out: they confirm or help. */ readonly person?: string; readonly name: string; readonly address: string; readonly network: string }): Promise<Invited> {
  const { comeBack } = deps;
  const name = given.name.trim();
  if (!comeBack || ownerKind(given.applicant) === "staff") return { ok: false, why: "not-offered" };
  if (!isMailAddress(given.address)) return { ok: false, why: "address" };
  if (name === "" || name.length > 200) return { ok: false, why: "name" };
  const secrets = newReturn();
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const stored = await deps.db.asOperator("somebody is invited to a draft", async (tx): Promise<{ readonly why: Extract<Invited, { ok: false }>["why"] } | { readonly tenant: string; readonly language: Language }> => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return { why: "not-found" };
    const { row, key } = opened;
    const { form, package: { service } } = await publishedForm(deps.services, row.service, row.form_version);
    const person = given.person ?? null;
    const most = person === null ? mostOf(service, given.kind) : form.people.some(({ definition }) => definition.id === person) ? 1 : 0;
    // Whoever fills in a part invites nobody.
    if (most === 0 || row.part_of !== null) return { why: "not-offered" };
    if ((await participantRows(tx, row.id)).filter((one) => (person === null ? one.kind === given.kind && one.person === null : one.person === person)).length >= most) return { why: "too-many-people" };
    const admitted = await takeFromQuota(tx, deps.pepper, hourOf(now), [
      { what: "return-mail-address", value: given.address.toLowerCase(), count: 1, limit: { count: deps.settings.returnMails.address, bytes: 0 } },
      { what: "return-mail-network", value: given.network, count: 1, limit: { count: deps.settings.returnMails.network, bytes: 0 } },
    ]);
    if (!admitted) return { why: "too-many" };
    await insertParticipant(tx, {
      id, draft_id: row.id, tenant_id: row.tenant_id, kind: person === null ? given.kind : "co-applicant", person, link_hash: linkHash(deps.pepper, secrets.link), at: now,
      // Whoever fills in a part gets a key of their own and none to what the others say.
      wrapped_key: wrapKey(returnKey(deps.pepper, secrets), person === null ? key : freshKey(), contexts.participantKey(id)), name: seal(key, name, contexts.participantName(id)),
    });
    return { tenant: row.tenant_id, language: row.language };
  });
  if ("why" in stored) return { ok: false, why: stored.why };
  const origin = comeBack.townOrigin(stored.tenant);
  const sent = await comeBack.mailer.send(invitationMail(stored.language, { to: given.address, href: `${origin}/beteiligung/${secrets.link}`, messageId: `<${id}@${new URL(origin).hostname}>` }));
  if (sent.kind === "accepted") return { ok: true, code: secrets.code, participant: id };
  await deps.db.asOperator("an invitation that could not be mailed", (tx) => deleteParticipant(tx, given.draft, id));
  return { ok: false, why: sent.kind === "rejected" ? "mail-refused" : "mail-unavailable" };
}

function mostOf(service: ServiceDescription, kind: ParticipantKind): number {
  return kind === "helper" ? mostHelpers : service.together?.most ?? 0;
}

/** Whoever takes part, with what each has done; undefined for a draft that is not one's own. */
export function participants(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant }): Promise<readonly Participant[] | undefined> {
  return deps.db.asOperator("who takes part in one's own draft", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "read");
    if (!opened.ok) return undefined;
    const { form } = await draftForm(deps.services, opened.row);
    const hash = confirmedHash(deps.pepper, given.draft, reachableAnswers(form, opened.content.answers, legalDate(deps.clock.now())));
    return (await participantRows(tx, given.draft)).map((row) => participantOf(opened.key, row, hash));
  });
}

/** An invitation is taken back; its link opens nothing any more. False where there was none. */
export function uninvite(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly participant: string }): Promise<boolean> {
  return deps.db.asOperator("an invitation is taken back", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return false;
    // What somebody has filled in goes with the invitation.
    await tx.run(sql`delete from applications.draft d using applications.participant p where p.id = ${given.participant} and p.draft_id = ${given.draft} and d.part_of = p.draft_id and d.person = p.person`);
    return (await deleteParticipant(tx, given.draft, given.participant)) > 0;
  });
}

/** Whether those who apply together have confirmed just these answers. */
export function allConfirmed(service: Pick<ServiceDescription, "together">, people: readonly Participant[]): boolean {
  const together = people.filter(({ kind, person }) => kind === "co-applicant" && person === undefined);
  return together.every(({ state }) => state === "confirmed") && (service.together?.required !== true || together.length > 0);
}

