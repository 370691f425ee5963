import { type DecisionContent, type DecisionDraft, type DecisionKind, decisionKindNames, type MissingPart, type RemedyKind } from "#modules/answers";
import type { FormFields } from "#platform/http";

/** What the decision editor sends, in the words of its fields. */
export interface DecisionInput {
  readonly draft: DecisionDraft;
  readonly way: "mailbox" | "post";
  readonly addressee: readonly string[];
  readonly amountProblem: boolean;
  readonly permit: boolean;
}

const kinds = Object.keys(decisionKindNames).filter((name): name is DecisionKind => name in decisionKindNames);

/** Where an error about a missing part stands. */
export const fieldOfMissing: Readonly<Record<MissingPart, string>> = {
  subject: "betreff", text: "text", amount: "betrag", reasons: "begruendung", "remedy-kind": "rechtsbehelf", "remedy-where": "stelle", "remedy-deadline": "frist", addressee: "anschrift", signatory: "betreff",
};

/** Empty lines part paragraphs, as in the editor's hint. */
export function readDecision(fields: FormFields): DecisionInput {
  const value = (name: string): string => (fields.get(name)?.[0] ?? "").slice(0, 20_000).trim();
  const kind = kinds.find((known) => known === value("art")) ?? "grant";
  const remedy: RemedyKind | undefined = value("rechtsbehelf") === "klage" || value("rechtsbehelf") === "widerspruch" ? (value("rechtsbehelf") === "klage" ? "klage" : "widerspruch") : undefined;
  const cents = centsOf(value("betrag"));
  return {
    draft: {
      kind, subject: value("betreff").slice(0, 200), ...(value("anrede") === "" ? {} : { salutation: value("anrede").slice(0, 200) }),
      paragraphs: blocks(value("text")), conditions: blocks(value("nebenbestimmungen")), reasons: blocks(value("begruendung")), ...(value("englisch") === "" ? {} : { english: blocks(value("englisch")) }),
      amounts: cents === undefined || cents === 0 ? [] : [{ label: value("zweck").slice(0, 100) || "Betrag", cents }],
      remedy: { ...(remedy === undefined ? {} : { kind: remedy }), where: value("stelle").slice(0, 500), ...(value("frist") === "1" ? { months: 1 } : {}) },
    },
    way: value("weg") === "post" ? "post" : "mailbox",
    addressee: value("anschrift").split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "").slice(0, 6),
    amountProblem: cents === undefined,
    permit: kind === "grant" && value("ausweis") === "1",
  };
}

function blocks(text: string): string[] {
  return text.split(/\r?\n\s*\r?\n/).map((block) => block.trim()).filter((block) => block !== "");
}

/** »1.234,50« or »1234.50« or »12« as cents; 0 for nothing, undefined for what is no amount. */
export function centsOf(text: string): number | undefined {
  const bare = text.replace(/\s|€/g, "");
  if (bare === "") return 0;
  const match = /^(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:[,.](\d{1,2}))?$/.exec(bare);
  if (!match) return undefined;
  return Number((match[1] ?? "").replaceAll(".", "")) * 100 + Number((match[2] ?? "").padEnd(2, "0") || "0");
}

/** Name of the file that was chosen, as it goes along with the form from page to page. */
export const fileNamed = "dateiname";
/** Ticked: the decision leaves without the file that was chosen before. */
export const fileOptOut = "ohnedatei";

/** A decision that is repeated, as the editor's fields. */
export function decisionFields(content: DecisionContent): FormFields {
  const blocks = (texts: readonly string[]): string => texts.join("\n\n");
  const [amount] = content.amounts;
  return new Map(Object.entries({
    art: content.kind, betreff: content.subject, anrede: content.salutation, text: blocks(content.paragraphs), nebenbestimmungen: blocks(content.conditions), begruendung: blocks(content.reasons), englisch: blocks(content.english ?? []),
    betrag: amount === undefined ? "" : (amount.cents / 100).toFixed(2).replace(".", ","), zweck: amount?.label ?? "",
    ...(content.remedy === undefined ? {} : { rechtsbehelf: content.remedy.kind, stelle: content.remedy.where, frist: content.remedy.months === 1 ? "1" : "" }),
  }).map(([name, value]): [string, string[]] => [name, [value]]));
}

/** What stands in the editor before anybody has typed: the letter, the town's remedy for this service, and where the person lives. All of it can be changed. */
export function beginDecision(known: { readonly letter: FormFields | undefined; readonly remedy: { readonly kind: RemedyKind; readonly where: string } | undefined; readonly address: readonly string[] }): FormFields {
  const { letter, remedy, address } = known;
  return new Map([
    ...(remedy === undefined ? [] : [["rechtsbehelf", [remedy.kind]], ["stelle", [remedy.where]], ["frist", ["1"]]] as const),
    ...(address.length === 0 ? [] : [["anschrift", [address.join("\n")]]] as const),
    ...letter ?? [],
  ]);
}
