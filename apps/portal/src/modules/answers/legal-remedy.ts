import { type Holidays, monthTermEnd } from "./legal-calendar.ts";

/** Klage is the rule in North Rhine-Westphalia (§ 110 JustG NRW); Widerspruch where a law keeps the preliminary proceedings. */
export type RemedyKind = "klage" | "widerspruch";

/** § 37 (6) VwVfG NRW: which remedy, with which authority or court at which seat, within which deadline. */
export interface LegalRemedy {
  readonly kind: RemedyKind;
  /** Name and address of the court or authority. */
  readonly where: string;
  /** In months after the notification (§§ 70, 74 VwGO: one). */
  readonly months: number;
  /** Absent: the forms in the words of NRW; `federal`: in those of the VwGO alone, for authorities of another Land. */
  readonly forms?: "federal";
}

export const remedyNames: Readonly<Record<RemedyKind, string>> = { klage: "Klage", widerspruch: "Widerspruch" };

/** The instruction in words, with the forms of §§ 70, 81, 55a VwGO. */
export function remedyText({ kind, where, months, forms }: LegalRemedy): string {
  const term = months === 1 ? "innerhalb eines Monats" : `innerhalb von ${months} Monaten`;
  return kind === "klage"
    ? `Gegen diesen Bescheid können Sie ${term} nach Bekanntgabe Klage erheben. Die Klage ist zu richten an: ${where}. Sie kann schriftlich, zur Niederschrift der Urkundsbeamtin oder des Urkundsbeamten der Geschäftsstelle oder als elektronisches Dokument nach § 55a der Verwaltungsgerichtsordnung erhoben werden.`
    : `Gegen diesen Bescheid können Sie ${term} nach Bekanntgabe Widerspruch erheben. Der Widerspruch ist einzulegen bei: ${where}. ${forms === "federal" ? "Er kann in den Formen des § 70 der Verwaltungsgerichtsordnung erhoben werden." : "Er kann schriftlich, in elektronischer Form nach § 3a Absatz 2 des Verwaltungsverfahrensgesetzes NRW oder zur Niederschrift erhoben werden."}`;
}

/** Last day of the term, `YYYY-MM-DD`, by the holidays of the authority's Land. */
export function remedyUntil(remedy: Pick<LegalRemedy, "months">, notifiedOn: string, holidays?: Holidays): string {
  return monthTermEnd(notifiedOn, remedy.months, holidays);
}
