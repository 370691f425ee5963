import type { SectionName } from "#modules/catalogue";

/** What an editor calls the sections of a service page, in the order in which people read them. `lines`: one point a line. */
export const sectionWords: readonly { readonly name: SectionName; readonly label: string; readonly hint?: string; readonly lines?: true; readonly rows: number }[] = [
  { name: "teaser", label: "In einem Satz", hint: "Steht unter der Überschrift und in Suchmaschinen.", rows: 2 },
  { name: "description", label: "Was ist das?", rows: 7 },
  { name: "note", label: "Besonderes bei uns", rows: 3 },
  { name: "who", label: "Wer kann das beantragen?", lines: true, rows: 3 },
  { name: "documents", label: "Unterlagen", lines: true, rows: 4 },
  { name: "feeNote", label: "Hinweis zu den Kosten", hint: "Beträge stehen unter »Zuständigkeit und Gebühren«.", rows: 2 },
  { name: "deadline", label: "Fristen", rows: 2 },
  { name: "duration", label: "Bearbeitungsdauer", rows: 2 },
  { name: "steps", label: "Ablauf", lines: true, rows: 4 },
  { name: "competentOffice", label: "Zuständige Stelle, in Worten", rows: 2 },
  { name: "legalBasis", label: "Rechtsgrundlage", rows: 2 },
  { name: "remarks", label: "Hinweise", rows: 3 },
];
