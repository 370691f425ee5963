/** North Rhine-Westphalia in the ARS. */
export const nrw = "05";

/** Law that counts the day of notification: general administrative law, or taxes and municipal levies. */
export type LegalArea = "vwvfg" | "ao";

/**
 * `own-mailbox`: provision for retrieval in this portal. `account-mailbox`: mailbox of the federal account (§ 9 OZG).
 * `post`: a letter inside Germany.
 */
export type Way = "own-mailbox" | "account-mailbox" | "post";

export interface NotificationRule {
  /** Stable name; stored with the decision, so that its date can be explained for ever. */
  readonly id: string;
  readonly area: LegalArea;
  readonly way: Way;
  /** Land whose law it is, two digits of the ARS; absent: a law of the Federation, which counts everywhere. */
  readonly land?: string;
  /** Day of provision or posting from which the rule applies, `YYYY-MM-DD`; the older rule applies to the days before. */
  readonly from: string;
  readonly count:
    /** So many days after the retrieval. Without retrieval there is no notification. */
    | { readonly kind: "retrieval"; readonly days: number }
    /** The so-manyth day after provision or posting, whenever it was read. */
    | { readonly kind: "fiction"; readonly days: number };
  /** Provision ends without effect when so many days have passed since the notice was sent. */
  readonly lapsesAfterDays?: number;
  /** Whether a fictitious day moves from Saturday, Sunday or holiday to the next working day. */
  readonly weekend: "stays" | "next-working-day";
  readonly source: string;
  /** What an office should have checked before it relies on it. */
  readonly uncertain?: string;
}

/**
 * The dated settings, of the Federation and of North Rhine-Westphalia; those of another Land come from the operator (`land-law.ts`). What counts only by way of a law
 * of the Land, as the AO does for levies of municipalities (KAG), is the Land's. A change of the law is a new line with its first day; lines are never changed, because decisions name them.
 * The four days came with the Postrechtsmodernisierungsgesetz of 15 July 2024 (BGBl. 2024 I Nr. 236) on 1 January 2025.
 */
export const notificationRules: readonly NotificationRule[] = [
  {
    id: "vwvfg-own-mailbox-2017", area: "vwvfg", way: "own-mailbox", land: nrw, from: "2017-01-01", count: { kind: "retrieval", days: 1 }, lapsesAfterDays: 10, weekend: "stays",
    source: "§ 41 Abs. 2a VwVfG NRW", uncertain: "Text des VwVfG NRW gegen den Bund prüfen",
  },
  {
    id: "vwvfg-account-mailbox-2025", area: "vwvfg", way: "account-mailbox", from: "2025-01-01", count: { kind: "fiction", days: 4 }, weekend: "stays",
    source: "§ 9 Abs. 1 OZG", uncertain: "Ob der Tag von einem Wochenende weiterrückt, ist umstritten",
  },
  { id: "vwvfg-post-1977", area: "vwvfg", way: "post", land: nrw, from: "1977-01-01", count: { kind: "fiction", days: 3 }, weekend: "stays", source: "§ 41 Abs. 2 VwVfG NRW, Fassung bis 2024" },
  {
    id: "vwvfg-post-2025", area: "vwvfg", way: "post", land: nrw, from: "2025-01-01", count: { kind: "fiction", days: 4 }, weekend: "stays",
    source: "§ 41 Abs. 2 VwVfG NRW", uncertain: "Ob der Tag von einem Wochenende weiterrückt, ist umstritten; Fassung des Landes prüfen",
  },
  {
    id: "ao-own-mailbox-2025", area: "ao", way: "own-mailbox", land: nrw, from: "2025-01-01", count: { kind: "retrieval", days: 1 }, lapsesAfterDays: 10, weekend: "stays",
    source: "§ 122 Abs. 2a, § 122a AO mit § 12 Abs. 1 Nr. 3 KAG NRW; bis zur Klärung wie § 41 Abs. 2a VwVfG NRW",
    uncertain: "§ 122a AO zählt vom Bereitstellen an; ob er für ein eigenes Postfach der Gemeinde gilt, ist zu prüfen. Die spätere Bekanntgabe ist die sichere.",
  },
  {
    id: "ao-account-mailbox-2025", area: "ao", way: "account-mailbox", from: "2025-01-01", count: { kind: "fiction", days: 4 }, weekend: "next-working-day",
    source: "§ 9 Abs. 1 OZG, § 108 Abs. 3 AO", uncertain: "Verhältnis zu § 122a AO (Fassung 2026) prüfen",
  },
  { id: "ao-post-1977", area: "ao", way: "post", from: "1977-01-01", count: { kind: "fiction", days: 3 }, weekend: "next-working-day", source: "§ 122 Abs. 2 Nr. 1 AO, Fassung bis 2024; § 108 Abs. 3 AO (BFH, 14.10.2003 – IX R 68/98)" },
  { id: "ao-post-2025", area: "ao", way: "post", land: nrw, from: "2025-01-01", count: { kind: "fiction", days: 4 }, weekend: "next-working-day", source: "§ 122 Abs. 2 Nr. 1 AO mit § 12 Abs. 1 Nr. 3 KAG NRW, § 108 Abs. 3 AO" },
];
