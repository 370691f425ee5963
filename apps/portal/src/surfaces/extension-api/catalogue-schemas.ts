import { z } from "zod";
import { component, means } from "./component.ts";
import { office, slug } from "./schemas.ts";

const bilingual = () => z.object({ de: z.string(), en: z.string().optional() });
const ars = () => means(z.string().regex(/^\d{12}$/), "Amtlicher Regionalschlüssel.", "Official regional key.");
export const leikaKey = () => means(z.string().regex(/^99\d{12}$/), "Schlüssel der Leistung im Leistungskatalog (LeiKa).", "Key of the service in the national catalogue (LeiKa).");
const anyKey = () => means(z.string().regex(/^\d{14}$/), "Schlüssel der Leistung, 14 Ziffern.", "Key of the service, 14 digits.");

export const region = component("Region", z.object({
  slug: slug(), name: z.string(), officialName: z.string(), kind: z.enum(["municipality", "district"]), ars: ars(), postalCodes: z.array(z.string()), portal: z.url(),
  match: means(z.enum(["exact", "start", "part", "near"]), "`near`: nach Berichtigung eines Tippfehlers.", "`near`: after mending a typing error."),
}), { slug: "musterstadt", name: "Musterstadt", officialName: "Musterstadt, Stadt", kind: "municipality", ars: "059990001001", postalCodes: ["00101"], portal: "https://musterstadt.portal.example", match: "exact" });
export const regionList = component("RegionList", z.object({ items: z.array(region.schema) }), { items: [region.example] });

export const catalogueEntry = component("CatalogueEntry", z.object({
  leikaKey: anyKey(), title: bilingual(), officialName: z.string(), level: means(z.string(), "Ebene, deren Recht die Leistung regelt.", "Level whose law governs the service.").optional(),
  types: means(z.array(z.string()), "Typisierung im LeiKa.", "Type in the catalogue."),
}), { leikaKey: "99110009104000", title: { de: "Hund anmelden", en: "Register a dog" }, officialName: "Hundesteuer Anmeldung", types: ["5"] });
export const cataloguePage = component("CataloguePage", z.object({
  items: z.array(catalogueEntry.schema), next: means(z.string(), "Fortsetzungspunkt.", "Cursor."), more: z.boolean(),
}), { items: [catalogueEntry.example], next: "MTo5OTExMDAwOTEwNDAwMA", more: true });
export const catalogueHits = component("CatalogueHits", z.object({ items: z.array(catalogueEntry.schema) }), { items: [catalogueEntry.example] });

const onlineWay = () => z.object({
  service: means(slug(), "Formular dieses Portals.", "Form of this portal.").optional(), url: means(z.string(), "Online-Dienst an anderer Stelle.", "Online service elsewhere.").optional(),
  trustLevel: means(z.literal([0, 1, 3, 4]), "Vertrauensniveau: 0 keines, 1 Basisregistrierung, 3 substanziell, 4 hoch.", "Trust level: 0 none, 1 basic, 3 substantial, 4 high.").optional(),
  minutes: z.int().min(1).optional(),
});

export const catalogueService = component("CatalogueService", z.object({
  ...catalogueEntry.schema.shape,
  sections: means(z.array(z.object({
    name: means(z.string(), "Abschnitt, zum Beispiel `description`, `documents`, `steps`.", "Section, for example `description`, `documents`, `steps`."), paragraphs: z.array(z.string()),
    origin: means(z.enum(["local", "general"]), "Worte der Kommune oder der allgemeine Text.", "Words of the municipality or the general text."), language: z.enum(["de", "en"]),
  })), "Was die Leistungsseite der Kommune zeigt, in der Sprache von »Accept-Language«, soweit es sie gibt.", "What the municipality’s page of the service shows, in the language of “Accept-Language” as far as there is one."),
  checked: means(z.boolean(), "Falsch: ein allgemeiner Text, den die Kommune noch nicht gelesen hat.", "False: a general text that the municipality has not read yet."),
  fees: z.array(z.object({ label: bilingual(), cents: means(z.int().min(0), "Ganze Cent.", "Whole cents."), per: z.enum(["once", "year", "week", "copy", "page", "item"]) })),
  responsibility: means(z.object({
    known: z.boolean(), office: office().optional(), officeName: bilingual().optional(), region: means(slug(), "Kommune oder Kreis des Amtes.", "Municipality or district of the office.").optional(),
    body: means(z.string(), "Wessen Aufgabe es nach dem Gesetz ist, wenn das Amt nicht bekannt ist.", "Whose task it is by law when the office is not known.").optional(),
  }), "Zuständigkeit in dieser Kommune.", "Who is responsible in this municipality."),
  online: z.array(onlineWay()), changedAt: z.iso.datetime(),
}), {
  ...catalogueEntry.example, sections: [{ name: "description", paragraphs: ["Wer einen Hund hält, muss ihn anmelden."], origin: "local", language: "de" }], checked: true, fees: [{ label: { de: "Je Hund" }, cents: 9600, per: "year" }],
  responsibility: { known: true, office: "steueramt", officeName: { de: "Steueramt" }, region: "musterstadt" }, online: [{ service: "hund-anmelden", trustLevel: 0, minutes: 10 }], changedAt: "2026-03-02T09:00:00.000Z",
});

export const formDefinition = component("FormDefinition", z.record(z.string(), z.unknown()), { version: "1.0.0", steps: [] });
