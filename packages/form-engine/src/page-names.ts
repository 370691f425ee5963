/**
 * What the page around a step sends beside the answers: buttons, the version that was shown, questions of the page itself. A question that stands in no group is sent under its id alone, so
 * none may be called like one of these.
 */
export const pageNames = ["revision", "zurueck", "verbindlich", "anfrage", "save", "sprache", "leicht", "strasse-gefragt"] as const;
export type PageName = (typeof pageNames)[number];
