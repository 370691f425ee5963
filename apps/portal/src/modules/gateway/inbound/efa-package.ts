import { parseServicePackage, type Answers, type ServicePackage, type UploadedFile } from "@kommunalportal/form-engine";
import type { EfaService } from "../links/efa-service.ts";
import type { DataSection } from "./data-rows.ts";

export const efaVersion = "1.0.0";
/** One package for each service of the register, so that lists, ways and figures tell them apart. */
export const efaSlug = (service: Pick<EfaService, "id">): string => `efa-${service.id}`.slice(0, 60).replace(/-+$/, "");
export const isEfaSlug = (slug: string): boolean => slug.startsWith("efa-");

const text = (id: string, de: string) => ({ kind: "field", id, type: "text", label: { de }, required: false, maxLength: 1000 });

/**
 * The service package by which applications from elsewhere are read. It is never filled in here: whatever the other service asked stands as sections with
 * lines, whose names are data. So any schema can be read, and no name from somebody's application ever becomes part of a published form.
 */
export function efaPackage(service: Pick<EfaService, "id" | "title" | "operator">, leika: string): ServicePackage {
  const title = { de: service.title.de, ...(service.title.en === undefined ? {} : { en: service.title.en }) };
  const lines = {
    kind: "group", id: "zeilen", title: { de: "Zeilen" }, repeat: { min: 0, max: 1000, addLabel: { de: "Zeile" }, itemTitle: { de: "Angabe" }, line: { label: "name", value: "wert" } },
    nodes: [text("name", "Bezeichnung"), { kind: "field", id: "wert", type: "longtext", label: { de: "Angabe" }, required: false, maxLength: 4000 }],
  };
  return parseServicePackage({
    slug: efaSlug(service), leika, title, short: { de: `Anträge aus dem Online-Dienst »${service.title.de}«` }, trustLevel: "none", signIn: "never", account: false, attributes: [], documents: [], minutes: 1,
    privacy: {
      purpose: { de: "Bearbeitung des Antrags, der über den Online-Dienst gestellt wurde." }, legalBasis: { de: "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit dem Fachrecht der Leistung" },
      recipients: [{ de: "Die zuständige Stelle der Verwaltung" }], term: { de: "Nach der Frist, die die Stadt für den Dienst festgelegt hat." },
    },
    retentionMonths: 24, legalArea: "vwvfg", recipients: ["posteingang"], submitLabel: { de: "Absenden" },
  }, {
    id: efaSlug(service), version: efaVersion, title, source: `Online-Dienst ${service.title.de}, ${service.operator}`,
    steps: [
      { id: "herkunft", title: { de: "Herkunft" }, nodes: [text("dienst", "Online-Dienst"), text("nummer", "Nummer im Online-Dienst"), text("eingereicht", "Eingereicht am"), text("kanal", "Rückweg"), text("schema", "Datensatz")] },
      { id: "angaben", title: { de: "Angaben" }, nodes: [{
        kind: "group", id: "abschnitte", title: { de: "Abschnitte" }, repeat: { min: 0, max: 1000, addLabel: { de: "Abschnitt" }, itemTitle: { de: "Abschnitt" }, titleFrom: "titel" },
        nodes: [text("titel", "Titel"), lines],
      }] },
      { id: "anlagen", title: { de: "Anlagen" }, nodes: [{ kind: "field", id: "dateien", type: "upload", label: { de: "Dateien" }, required: false, maxFiles: 50, accept: ["application/pdf"] }] },
    ],
  });
}

export interface EfaAnswers {
  readonly origin: { readonly service: string; readonly number: string | undefined; readonly handedInAt: string; readonly replyWay: string; readonly schema: string };
  readonly sections: readonly DataSection[];
  readonly files: readonly UploadedFile[];
}

const mostLines = 1_000;

export function efaAnswers({ origin, sections, files }: EfaAnswers): Answers {
  return {
    dienst: origin.service, ...(origin.number === undefined ? {} : { nummer: origin.number }), eingereicht: origin.handedInAt, kanal: origin.replyWay, schema: origin.schema,
    abschnitte: sections.slice(0, mostLines).map(({ title, lines }) => ({ titel: title, zeilen: lines.slice(0, mostLines).map(({ label, value }) => ({ name: label, wert: value })) })),
    ...(files.length === 0 ? {} : { dateien: [...files] }),
  };
}
