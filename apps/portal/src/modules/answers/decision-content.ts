import type { LegalRemedy } from "./legal-remedy.ts";
import type { FeePayment } from "./ports.ts";

export type DecisionKind = "grant" | "partial" | "refusal" | "information" | "fee";

export const decisionKindNames: Readonly<Record<DecisionKind, string>> = {
  grant: "Bewilligung", partial: "Teilweise Bewilligung", refusal: "Ablehnung", information: "Mitteilung", fee: "Gebührenbescheid",
};

/** What a decision says. The HTML page and the letter are made of it; of an uploaded PDF it is the accessible text. */
export interface DecisionContent {
  readonly kind: DecisionKind;
  readonly subject: string;
  readonly salutation: string;
  /** What is decided. */
  readonly paragraphs: readonly string[];
  readonly amounts: readonly { readonly label: string; readonly cents: number }[];
  /** How the amount of a fee is paid. */
  readonly payment?: FeePayment & { /** The person may pay in the portal. */ readonly account: boolean };
  /** Nebenbestimmungen (§ 36 VwVfG NRW): conditions, time limits, orders. */
  readonly conditions: readonly string[];
  readonly reasons: readonly string[];
  readonly remedy: LegalRemedy | undefined;
  /** Who issues it (§ 37 (3) VwVfG NRW: the authority and the name of the person must be recognisable). */
  readonly issuer: { readonly name: string; readonly office: string; readonly address: readonly string[] };
  readonly signatory: { readonly name: string; readonly role: string };
  readonly reference: string;
  /** Legal day of the decision, `YYYY-MM-DD`. */
  readonly date: string;
  /** What it means, in English: a reading aid beside the German text, which alone is binding (§ 23 VwVfG NRW). On the page, not in the letter. */
  readonly english?: readonly string[];
  /** Made without a person (§ 35a VwVfG NRW): the legal basis that the town has named. */
  readonly automaticBy?: string;
  /** Decided by an authority elsewhere, for which the service is run here; absent: by an office of the town. */
  readonly elsewhere?: Elsewhere;
  /** A further file, such as a permit. */
  readonly enclosure?: { readonly name: string; readonly size: number; readonly sha256: string };
}

export interface Elsewhere {
  /** Two digits of the ARS, where it is known of which Land the authority is. */
  readonly land?: string;
  /** Whether the portal knows by what law its decisions are notified here; else it counts no days and asks for no form. */
  readonly lawKnown: boolean;
}

/** What a person or a program has to give; the rest the portal knows. */
export type DecisionDraft = Pick<DecisionContent, "kind" | "subject" | "paragraphs" | "amounts" | "conditions" | "reasons"> & {
  readonly salutation?: string;
  readonly english?: readonly string[];
  readonly remedy?: { readonly kind?: LegalRemedy["kind"]; readonly where?: string; readonly months?: number };
};

export type MissingPart = "subject" | "text" | "amount" | "reasons" | "remedy-kind" | "remedy-where" | "remedy-deadline" | "addressee" | "signatory";

export const missingPartTexts: Readonly<Record<MissingPart, string>> = {
  subject: "Geben Sie einen Betreff ein.",
  text: "Schreiben Sie, was entschieden wird.",
  amount: "Nennen Sie den Betrag, der festgesetzt wird.",
  reasons: "Begründen Sie die Entscheidung (§ 39 VwVfG NRW).",
  "remedy-kind": "Wählen Sie den Rechtsbehelf: Klage oder Widerspruch (§ 37 Abs. 6 VwVfG NRW).",
  "remedy-where": "Nennen Sie Gericht oder Behörde mit Anschrift, bei der der Rechtsbehelf einzulegen ist (§ 37 Abs. 6 VwVfG NRW).",
  "remedy-deadline": "Nennen Sie die Frist für den Rechtsbehelf (§ 37 Abs. 6 VwVfG NRW).",
  addressee: "Geben Sie die Anschrift für den Brief ein.",
  signatory: "Nennen Sie, wer die Entscheidung verantwortet (§ 37 Abs. 3 VwVfG NRW).",
};

/**
 * Whether a person may object: refused, granted in part, an amount set, or granted only under conditions. Such a decision needs reasons
 * and an instruction on legal remedies; a plain grant as applied for needs neither (§ 39 (2) no. 1 VwVfG NRW).
 */
export function isAppealable(draft: Pick<DecisionDraft, "kind" | "amounts" | "conditions">): boolean {
  switch (draft.kind) {
    case "refusal": case "partial": case "fee": return true;
    case "grant": return draft.conditions.length > 0 || draft.amounts.length > 0;
    // A notice that sets an amount or an order is an act, whatever it is called.
    case "information": return draft.conditions.length > 0 || draft.amounts.length > 0;
  }
}

/** Everything that keeps a decision from leaving; empty when it may. What an authority's own law asks for cannot be asked where it is not known: then words are enough. */
export function missingParts(draft: DecisionDraft, signatory: { readonly name: string }, elsewhere?: Elsewhere): MissingPart[] {
  const missing: MissingPart[] = [];
  if (draft.subject.trim() === "") missing.push("subject");
  if (!hasWords(draft.paragraphs)) missing.push("text");
  if (elsewhere?.lawKnown === false) return missing;
  if (draft.kind === "fee" && !draft.amounts.some(({ cents }) => cents > 0)) missing.push("amount");
  if (signatory.name.trim() === "") missing.push("signatory");
  if (!isAppealable(draft)) return missing;
  if (!hasWords(draft.reasons)) missing.push("reasons");
  if (draft.remedy?.kind === undefined) missing.push("remedy-kind");
  if ((draft.remedy?.where ?? "").trim().length < 5) missing.push("remedy-where");
  const months = draft.remedy?.months;
  if (months === undefined || !Number.isInteger(months) || months < 1 || months > 12) missing.push("remedy-deadline");
  return missing;
}

/** What is missing for it to leave by this way. */
export function missingToLeave(given: { readonly draft: DecisionDraft; readonly signatory: { readonly name: string }; readonly way: "mailbox" | "post"; readonly addressee?: readonly string[] }, elsewhere?: Elsewhere): readonly MissingPart[] {
  return [...missingParts(given.draft, given.signatory, elsewhere), ...(given.way === "post" && !hasWords(given.addressee ?? []) ? ["addressee" as const] : [])];
}

export function hasWords(texts: readonly string[]): boolean {
  return texts.some((text) => /\p{L}{2}/u.test(text));
}

/** What it sets in all, in cents. */
export function amountOf({ amounts }: Pick<DecisionDraft, "amounts">): number {
  return amounts.reduce((sum, { cents }) => sum + cents, 0);
}

/** The remedy when all of it was given. */
export function remedyOf(draft: DecisionDraft): LegalRemedy | undefined {
  const { kind, where, months } = draft.remedy ?? {};
  return kind === undefined || where === undefined || where.trim() === "" || months === undefined ? undefined : { kind, where: where.trim(), months };
}
