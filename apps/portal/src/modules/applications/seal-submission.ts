import { newId } from "#platform/ids";
import { seal } from "#platform/crypto";
import type { PublishedService } from "#modules/forms";
import { canonicalJson } from "#platform/json";
import { type Answers, partsFor, stillFilled } from "@kommunalportal/form-engine";
import { actorOf } from "./actor-of.ts";
import type { OfOthers } from "./answers-of-others.ts";
import { ownerKind } from "./applicant.ts";
import { applicantName, nameHashes } from "./applicant-name.ts";
import { type PartHead, type SubmittedContent, wholePart } from "./application.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { FeeDue } from "./fee-due.ts";
import { fileKeyOf } from "./file-about.ts";
import type { FileRow } from "./file-rows.ts";
import { sealHidden } from "./hidden-part.ts";
import { contexts, freshKey, keyedHash, wrapKey } from "./keys.ts";
import { lookupCodeFor, lookupSecrets } from "./lookup-code.ts";
import type { Participant } from "./participant.ts";
import { newReference } from "./reference.ts";
import type { UnsealedDraft } from "./sealed-draft.ts";
import type { SealedSubmission } from "./submission-store.ts";
import type { Submit } from "./submit.ts";

interface Parts {
  readonly given: Submit;
  readonly opened: UnsealedDraft;
  /** With the form of whoever sends. */
  readonly service: PublishedService;
  /** With the whole form. */
  readonly published: PublishedService;
  /** What others have filled in; the sender reads only what the form shows them. */
  readonly others: OfOthers;
  /** The sender's own. */
  readonly answers: Answers;
  readonly day: string;
  readonly now: Date;
  readonly tenantKey: Buffer;
  readonly files: readonly FileRow[];
  readonly people: readonly Participant[];
  readonly fee: FeeDue | undefined;
  readonly offices: Readonly<Record<string, string>>;
}

/** Everything that is written, closed with a key of the application's own. No database in here. */
export function sealSubmission(deps: Pick<ApplicationsDeps, "towns" | "pepper">, parts: Parts): SealedSubmission {
  const { given, opened: { row, key: draftKey, ownerKey, content: draft }, service, answers, others, day, now, tenantKey, fee } = parts;
  const { applicant } = given;
  const id = newId(now.getTime());
  const key = freshKey();
  const waits = fee?.way === "online";
  const content: SubmittedContent = {
    answers: { ...answers, ...others.shown.answers }, form: { service: row.service, version: row.form_version }, language: row.language, day, declared: { binding: true, at: now.toISOString() }, ...togetherOf(parts.people),
    filled: stillFilled(draft.filled, draft.answers, answers).map(({ path, source }) => ({ path, source, level: applicant.person?.[source]?.level ?? 0 })),
  };
  const hidden = sealHidden(tenantKey, id, others.hidden?.answers);
  const sealedFile = (holder: Buffer, file: string, fileKey: Buffer, of: "sender" | "shown" | "hidden") => ({ id: file, wrappedKey: wrapKey(holder, fileKey, contexts.fileKey(file)), of });
  const name = applicantName(service.form, answers, applicant);
  // Whoever has an account signs in to see the status.
  const lookupCode = applicant.account === undefined ? lookupCodeFor(ownerKey, id) : undefined;
  const lookup = lookupCode === undefined ? undefined : lookupSecrets(deps.pepper, id, lookupCode);
  return {
    id, tenant: row.tenant_id, account: applicant.account ?? null, service: row.service, leika: service.package.service.leika, formVersion: row.form_version,
    status: waits ? "payment" : "submitted", channel: row.channel, language: row.language, level: applicant.level, at: now, receivedOn: row.channel === "paper" ? given.receivedOn ?? day : null,
    reference: waits ? undefined : newReference(deps.towns.byId(row.tenant_id)?.slug ?? "", day.slice(0, 4)),
    tenantWrappedKey: wrapKey(tenantKey, key, contexts.applicationKey(id, "tenant")),
    accountWrappedKey: applicant.account === undefined ? null : wrapKey(ownerKey, key, contexts.applicationKey(id, "account")),
    lookupWrappedKey: lookup ? wrapKey(lookup.key, key, contexts.applicationKey(id, "lookup")) : null,
    lookupHash: lookup?.hash ?? null, lookupCode,
    content: seal(key, canonicalJson(content), contexts.content(id)),
    applicantName: name === undefined ? null : seal(tenantKey, name, contexts.applicantName(id)),
    searchHashes: name === undefined ? [] : nameHashes(tenantKey, name),
    requestKey: keyedHash(deps.pepper, "request", applicant.owner, given.requestId),
    draftKey: keyedHash(deps.pepper, "draft", applicant.owner, row.id),
    hidden,
    draft: row.id, fee,
    parts: officesOf(parts),
    people: parts.people.length === 0 && !waits ? undefined : { draft: row.id, draftKey, applicationKey: key, waits },
    files: [
      ...parts.files.map((file) => sealedFile(key, file.id, fileKeyOf(draftKey, file), "sender")),
      ...others.shown.files.map((file) => sealedFile(key, file.id, file.key, "shown")),
      ...(hidden.key === undefined ? [] : (others.hidden?.files ?? []).map((file) => sealedFile(hidden.key!, file.id, file.key, "hidden"))),
    ],
    event: {
      id: newId(now.getTime()), type: waits ? "sealed" : "submitted", actor: actorOf(applicant),
      data: { status: waits ? "payment" : "submitted", channel: row.channel, level: applicant.level, owner: ownerKind(applicant), ...(fee ? { cents: fee.cents, way: fee.way } : {}) },
    },
  };
}

function togetherOf(people: readonly Participant[]): Pick<SubmittedContent, "together"> {
  const confirmed = people.flatMap(({ kind, name, confirmedAt, level, state }) => (kind === "co-applicant" && state === "confirmed" && confirmedAt !== undefined ? [{ name, confirmedAt: confirmedAt.toISOString(), level: level ?? 0 }] : []));
  return confirmed.length === 0 ? {} : { together: confirmed };
}

/** One line per part whose condition holds; everything to the competent office where the form has no parts or none applies. */
function officesOf({ published: service, answers: own, others, day, offices }: Parts): PartHead[] {
  const answers = { ...own, ...others.shown.answers, ...others.hidden?.answers };
  const parts = partsFor(service.form, answers, day).map(({ id, office }) => ({ part: id, office }));
  const competent = service.package.service.recipients[0];
  if (competent === undefined) throw new Error(`the service ${service.slug} has no competent office`);
  return (parts.length > 0 ? parts : [{ part: wholePart, office: competent }]).map(({ part, office }) => ({ part, office: offices[office] ?? office }));
}
