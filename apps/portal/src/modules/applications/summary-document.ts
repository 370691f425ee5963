import { germanDay, legalDateTime } from "#platform/clock";
import type { PublishedService } from "#modules/forms";
import { documentRows, exportAnswers, summary } from "@kommunalportal/form-engine";
import type { Level } from "./applicant.ts";
import type { ApplicationContent, ApplicationHead } from "./application.ts";

export const levelNames: Readonly<Record<Level, string>> = { 0: "ohne Anmeldung", 1: "Basisregistrierung", 3: "substantiell", 4: "hoch" };
const channels = { online: "Online-Antrag", counter: "bei der Behörde aufgenommen", paper: "vom Papierantrag übernommen" } as const;

/** The data of templates/summary.typ. German whatever language was used: the office works in it (§ 23 VwVfG NRW). */
export function summaryDocument(town: { readonly officialName: string }, head: ApplicationHead, content: ApplicationContent, service: PublishedService): object {
  if (!head.submittedAt || head.reference === undefined) throw new Error("only a submitted application is rendered");
  return {
    issuer: { name: town.officialName },
    title: service.package.service.title.de,
    reference: head.reference,
    submittedAt: spoken(head.submittedAt),
    facts: [
      { label: "Weg", value: channels[head.channel] },
      ...(head.receivedOn === undefined ? [] : [{ label: "Papier eingegangen am", value: germanDay(head.receivedOn) }]),
      { label: "Vertrauensniveau", value: levelNames[head.trustLevel] },
      { label: "Verbindlich erklärt", value: spoken(new Date(content.declared.at)) },
      ...(content.together ?? []).map(({ name, confirmedAt, level }) => ({ label: "Mitbeantragt von", value: `${name}, bestätigt am ${spoken(new Date(confirmedAt))}, ${level === 0 ? "mit Link und Code, nicht angemeldet" : `Vertrauensniveau ${levelNames[level]}`}` })),
      { label: "Formular", value: `${service.form.definition.title.de}, Fassung ${content.form.version}` },
    ],
    sections: summary(service.form, content.answers, "de", content.day).map(({ title, rows }) => ({ title, rows: documentRows(rows) })),
    attachments: content.files.filter(({ kind }) => kind === "upload").map((file) => ({
      name: file.name, size: sizeInWords(file.size), sha256: file.sha256,
      ...(file.scan === "unchecked" ? { note: "nicht auf Schadsoftware geprüft" } : file.scan === "held" ? { note: "Prüfung auf Schadsoftware steht aus" } : file.scan === "found" ? { note: "wegen Schadsoftware gelöscht" } : {}),
    })),
  };
}

/** The structured data, which is what binds: attached to the copy for keeping. */
export function structuredData(head: ApplicationHead, content: ApplicationContent, service: PublishedService): object {
  return {
    reference: head.reference, service: head.service, leikaKey: head.leikaKey ?? null, form: content.form, language: content.language, submittedAt: head.submittedAt?.toISOString() ?? null, ...(head.receivedOn === undefined ? {} : { receivedOn: head.receivedOn }),
    declared: content.declared, ...(content.together === undefined ? {} : { together: content.together }), trustLevel: head.trustLevel, channel: head.channel, answers: exportAnswers(service.form, content.answers, content.day), filled: content.filled,
  };
}

export function spoken(at: Date): string {
  const [day = "", time = ""] = legalDateTime(at).split(" ");
  return `${germanDay(day)}, ${time} Uhr`;
}

export function sizeInWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1).replace(".", ",")} MB`;
}
