import { Readable } from "node:stream";
import type { ApplicationHead } from "#modules/applications";
import type { Level } from "#modules/accounts";
import type { Actor } from "#modules/audit";
import { legalDate } from "#platform/clock";
import { newKey } from "#platform/crypto";
import { newFileKey, putSealed } from "#platform/files";
import { newId } from "#platform/ids";
import { amountOf, type DecisionContent, type DecisionDraft, type Elsewhere, hasWords, isAppealable, type MissingPart, missingToLeave, remedyOf } from "./decision-content.ts";
import { decisionLetter } from "./decision-letter.ts";
import { contexts, openDecision } from "./decision-seal.ts";
import { decisionRowsOf } from "./decision-store.ts";
import { type PostReason, reasonsForPost } from "./electronic-way.ts";
import { inCase } from "./in-case.ts";
import { keepPdf, largestPdf, type PdfRefusal } from "./keep-pdf.ts";
import { shippedLaw } from "./land-law.ts";
import { knownRule } from "./notification-date.ts";
import { type LegalArea, nrw, type Way } from "./notification-rules.ts";
import { landOf } from "./days.ts";
import type { AnswersDeps } from "./ports.ts";

export interface PrepareDecision {
  readonly tenant: string;
  readonly application: string;
  readonly office: string;
  readonly actor: Actor;
  readonly draft: DecisionDraft;
  readonly signatory: { readonly name: string; readonly role: string };
  readonly way: "mailbox" | "post";
  /** Lines of the address, for the post. */
  readonly addressee?: readonly string[];
  /** At no lower level is it opened; the application's level unless told. */
  readonly minimumLevel?: Level;
  /** Instead of the letter of the portal. */
  readonly pdf?: Readable;
  /** Further PDF that belongs to it (a permit); sealed in the same way. */
  readonly enclosure?: { readonly name: string; readonly bytes: Buffer };
  readonly automaticBy?: string;
  /** An authority elsewhere that decides, for which the service is run here: its name and, where it is known, its Land (two digits of the ARS). Absent: the office of the town. */
  readonly authority?: { readonly name: string; readonly land: string | undefined };
  /** A decision that was not notified and is repeated. */
  readonly replaces?: string;
}

export interface PreparedFile { readonly name: string; readonly storeKey: string; readonly size: number; readonly sha256: string }

export interface PreparedDecision {
  readonly id: string;
  readonly given: PrepareDecision;
  readonly content: DecisionContent;
  readonly area: LegalArea;
  readonly way: Way;
  readonly minimumLevel: Level;
  readonly key: Buffer;
  readonly letter: PreparedFile;
  readonly enclosure: PreparedFile | undefined;
}

export type PrepareOutcome =
  | { readonly ok: true; readonly prepared: PreparedDecision }
  | { readonly ok: false; readonly why: "not-found" | PdfRefusal }
  /** A fee that is repeated with another amount: the first one is claimed, perhaps paid. */
  | { readonly ok: false; readonly why: "fee-differs" }
  /** Not ready to leave: this is missing (§§ 37 (3), 37 (6), 39 VwVfG NRW). */
  | { readonly ok: false; readonly why: "incomplete"; readonly missing: readonly MissingPart[] }
  /** It has to go by post, for these reasons. */
  | { readonly ok: false; readonly why: "post-needed"; readonly reasons: readonly PostReason[] };

/** The content of a decision as it would leave, without checking whether it may: for the preview. */
export function decisionContent(deps: Pick<AnswersDeps, "towns" | "offices" | "clock" | "settings">, head: ApplicationHead, given: Pick<PrepareDecision, "office" | "draft" | "signatory" | "automaticBy" | "authority">): DecisionContent {
  const town = deps.towns.byId(head.tenant);
  if (!town) throw new Error("the town of the application is missing");
  const contact = town.profile.contact;
  const { authority } = given;
  const remedy = isAppealable(given.draft) ? remedyOf(given.draft) : undefined;
  const clean = (texts: readonly string[]): string[] => texts.map((text) => text.trim()).filter((text) => text !== "");
  return {
    kind: given.draft.kind, subject: given.draft.subject.trim(), salutation: (given.draft.salutation ?? "").trim() || "Guten Tag,",
    paragraphs: clean(given.draft.paragraphs), amounts: given.draft.amounts, conditions: clean(given.draft.conditions), reasons: clean(given.draft.reasons),
    remedy: remedy && (authority ? authority.land : landOf(town)) !== nrw ? { ...remedy, forms: "federal" } : remedy,
    issuer: authority ? { name: authority.name, office: "", address: [] } : { name: town.officialName.split(",")[0] ?? town.name, office: deps.offices.describe(head.tenant, given.office)?.name ?? "", address: contact ? [contact.street, `${contact.postalCode} ${contact.locality}`] : [] },
    signatory: given.signatory, reference: head.reference ?? "", date: legalDate(deps.clock.now()),
    ...(hasWords(given.draft.english ?? []) ? { english: clean(given.draft.english ?? []) } : {}),
    ...(given.automaticBy === undefined ? {} : { automaticBy: given.automaticBy }),
    ...(authority === undefined ? {} : { elsewhere: elsewhereOf(deps, head, authority) }),
  };
}

/**
 * Checks a decision and makes its file, outside the transaction that lets it leave. Whoever does not go on calls `discardDecision`; the
 * check is repeated in the transaction.
 */
export async function prepareDecision(deps: AnswersDeps, given: PrepareDecision): Promise<PrepareOutcome> {
  const { pdf } = given;
  const refuse = <R>(outcome: R): R => { pdf?.resume(); return outcome; };
  const seen = await inCase(deps, given.tenant, given.application, async (tx, head) => ({ head, reasons: given.way === "mailbox" ? await reasonsForPost(tx, deps, head, given.minimumLevel ?? head.trustLevel) : [] }));
  if (!seen) return refuse({ ok: false, why: "not-found" });
  const missing = missingToLeave(given, given.authority && elsewhereOf(deps, seen.head, given.authority));
  if (missing.length > 0) return refuse({ ok: false, why: "incomplete", missing });
  if (seen.reasons.length > 0) return refuse({ ok: false, why: "post-needed", reasons: seen.reasons });

  const { head } = seen;
  const id = newId(deps.clock.now().getTime());
  const key = newKey();
  const before = await repeatedOf(deps, given);
  if (before && feeOf(before) !== feeOf(given.draft)) return refuse({ ok: false, why: "fee-differs" });
  const enclosure = given.enclosure && (await keepEnclosure(deps, id, key, given.enclosure));
  const payment = await paymentOf(deps, head, given, before);
  const content: DecisionContent = { ...decisionContent(deps, head, given), ...(payment ? { payment } : {}), ...(enclosure ? { enclosure: { name: enclosure.name, size: enclosure.size, sha256: enclosure.sha256 } } : {}) };
  const letter = await keepLetter(deps, { id, key, content, head, given });
  if (!letter.ok) return letter;
  return {
    ok: true,
    prepared: {
      id, given, content, key, enclosure, letter: letter.file, area: areaOf(deps, head),
      way: given.way === "post" ? "post" : deps.settings.mailbox, minimumLevel: given.minimumLevel ?? head.trustLevel,
    },
  };
}

function areaOf(deps: Pick<AnswersDeps, "towns">, head: ApplicationHead): LegalArea {
  return deps.towns.switches(head.tenant).get(head.service)?.notificationArea ?? "vwvfg";
}

/** Known is its law where the way that decisions take here has a rule, and the days of terms can be counted. */
function elsewhereOf(deps: Pick<AnswersDeps, "towns" | "clock" | "settings">, head: ApplicationHead, { land }: NonNullable<PrepareDecision["authority"]>): Elsewhere {
  const { law = shippedLaw, mailbox } = deps.settings;
  const lawKnown = land !== undefined && law.holidays.has(land) && knownRule({ area: areaOf(deps, head), way: mailbox, land }, legalDate(deps.clock.now()), law) !== undefined;
  return { ...(land === undefined ? {} : { land }), lawKnown };
}

/** What a decision claims, in cents. */
function feeOf(draft: Pick<DecisionDraft, "kind" | "amounts">): number {
  return draft.kind === "fee" ? amountOf(draft) : 0;
}

/** The words of the decision that is repeated; undefined where none is. */
async function repeatedOf(deps: AnswersDeps, { tenant, application, replaces }: PrepareDecision): Promise<DecisionContent | undefined> {
  if (replaces === undefined) return undefined;
  const row = await inCase(deps, tenant, application, async (tx) => (await decisionRowsOf(tx, application)).find(({ id }) => id === replaces));
  return row && openDecision(await deps.towns.tenantKey(tenant), row);
}

/** How the fee is paid. A decision that is repeated names what the first one named: its claim is still there. */
async function paymentOf(deps: AnswersDeps, head: ApplicationHead, given: PrepareDecision, before: DecisionContent | undefined): Promise<DecisionContent["payment"]> {
  if (feeOf(given.draft) === 0) return undefined;
  if (given.replaces !== undefined) return before?.payment;
  return { ...await deps.payments.prepare({ tenant: head.tenant, service: head.service }), account: head.account !== undefined };
}

/** The uploaded PDF, or the letter of the portal. */
async function keepLetter(deps: AnswersDeps, { id, key, content, head, given }: {
  readonly id: string; readonly key: Buffer; readonly content: DecisionContent; readonly head: ApplicationHead; readonly given: PrepareDecision;
}): Promise<{ readonly ok: true; readonly file: PreparedFile } | { readonly ok: false; readonly why: PdfRefusal }> {
  const options = { dek: key, context: contexts.file(id) };
  const storeKey = newFileKey();
  const name = `Bescheid-${head.reference ?? id}.pdf`;
  if (given.pdf) {
    const checked = await keepPdf(deps, storeKey, given.pdf, options);
    return checked.ok ? { ok: true, file: { name, storeKey, size: checked.size, sha256: checked.sha256 } } : checked;
  }
  const bytes = await deps.documents.render("letter", decisionLetter({
    content, addressee: given.addressee ?? [], ...(given.authority ? { armsSvg: undefined, phone: undefined } : { armsSvg: deps.towns.byId(given.tenant)?.profile.armsSvg, phone: deps.offices.describe(given.tenant, given.office)?.phone }),
  }), { standard: "ua-1", createdAt: deps.clock.now() });
  return { ok: true, file: { name, storeKey, ...(await putSealed(deps.files, storeKey, Readable.from([bytes]), { ...options, maxBytes: largestPdf })) } };
}

async function keepEnclosure(deps: AnswersDeps, id: string, key: Buffer, enclosure: { readonly name: string; readonly bytes: Buffer }): Promise<PreparedFile> {
  const storeKey = newFileKey();
  return { name: enclosure.name, storeKey, ...(await putSealed(deps.files, storeKey, Readable.from([enclosure.bytes]), { dek: key, context: contexts.enclosure(id), maxBytes: largestPdf })) };
}

/** The decision does not leave after all: its files go. */
export async function discardDecision(deps: Pick<AnswersDeps, "files">, prepared: PreparedDecision): Promise<void> {
  await deps.files.delete(prepared.letter.storeKey);
  if (prepared.enclosure) await deps.files.delete(prepared.enclosure.storeKey);
}
