import type { Lang } from "#modules/catalogue";

/** A page of the portal that is no service, found by what people call it. */
export interface PortalPage { readonly href: string; readonly title: Readonly<Record<Lang, string>>; readonly text: Readonly<Record<Lang, string>>; readonly words: string; readonly only?: "town" | "state" }

/** Words are folded: umlauts spelled out. */
const pages: readonly PortalPage[] = [
  { only: "town", href: "/aemter", title: { de: "Ämter: Telefon, Adressen und Öffnungszeiten", en: "Offices: telephone, addresses and opening hours" },
    text: { de: "Alle Ämter mit Telefonnummer, Anschrift und Zeiten. Einen Termin bekommen Sie dort am Telefon.", en: "Every office with telephone, address and hours. Call to make an appointment." },
    words: "oeffnungszeiten oeffnungszeit sprechzeiten sprechzeit sprechstunde sprechstunden geoeffnet telefon telefonnummer rufnummer anrufen kontakt ansprechpartner ansprechpartnerin rathaus stadtverwaltung gemeindeverwaltung verwaltung amt aemter behoerde behoerden buergermeister buergermeisterin oberbuergermeister oberbuergermeisterin landrat landraetin termin termine terminvereinbarung terminbuchung opening hours phone telephone contact office offices mayor appointment appointments town hall" },
  { only: "town", href: "/status", title: { de: "Stand eines Antrags abrufen", en: "Look up the status of an application" },
    text: { de: "Mit Vorgangsnummer und Abrufcode, ohne Anmeldung.", en: "With reference number and code, without signing in." },
    words: "status stand bearbeitungsstand vorgang vorgangsnummer abrufcode aktenzeichen sachstand tracking track reference" },
  { only: "town", href: "/vorgaenge", title: { de: "Meine Vorgänge", en: "My cases" },
    text: { de: "Ihre Anträge, Ihr Postfach und Ihre Dokumente, mit Anmeldung.", en: "Your applications, mailbox and documents, after signing in." },
    words: "login einloggen bundid konto nutzerkonto servicekonto postfach mailbox account bescheid bescheide meine vorgaenge antraege my cases applications" },
  { only: "state", href: "/orte", title: { de: "Ort wählen", en: "Choose your place" },
    text: { de: "Alle Städte, Gemeinden und Kreise, nach Namen oder Postleitzahl.", en: "Every town, municipality and district, by name or postcode." },
    words: "ort orte stadt staedte gemeinde gemeinden kreis kreise postleitzahl plz rathaus oeffnungszeiten telefon telefonnummer kontakt termin amt aemter town towns municipality district postcode appointment contact" },
  { href: "/impressum", title: { de: "Impressum", en: "Imprint" }, text: { de: "Wer diese Seiten verantwortet.", en: "Who is responsible for these pages." }, words: "impressum imprint betreiber" },
  { href: "/datenschutz", title: { de: "Datenschutz", en: "Privacy" }, text: { de: "Was mit Ihren Daten geschieht und welche Rechte Sie haben.", en: "What happens to your data, and your rights." }, words: "datenschutz datenschutzerklaerung dsgvo cookies cookie datenschutzbeauftragter datenschutzbeauftragte privacy gdpr" },
  { href: "/barrierefreiheit", title: { de: "Erklärung zur Barrierefreiheit", en: "Accessibility statement" }, text: { de: "Was zugänglich ist, was noch fehlt und wie Sie eine Barriere melden.", en: "What is accessible, what is missing, and how to report a barrier." }, words: "barrierefreiheit barrierefrei barriere barrieren bitv ombudsstelle accessibility feedback rueckmeldung beschwerde" },
  { href: "/leichte-sprache", title: { de: "Leichte Sprache", en: "Easy language (German)" }, text: { de: "Diese Seiten leicht erklärt.", en: "These pages in easy German." }, words: "leichte sprache einfache easy language" },
  { href: "/gebaerdensprache", title: { de: "Gebärdensprache", en: "Sign language (German)" }, text: { de: "Film in Deutscher Gebärdensprache.", en: "Film in German sign language." }, words: "gebaerdensprache gebaerden dgs gehoerlos sign" },
  { href: "/lebenslagen", title: { de: "Lebenslagen", en: "Life situations" }, text: { de: "Leistungen nach dem, was gerade ansteht.", en: "Services by what is going on in your life." }, words: "lebenslage lebenslagen situation situations" },
  { href: "/quellen", title: { de: "Quellen und Lizenzen", en: "Sources and licences" }, text: { de: "Woher die Angaben stammen.", en: "Where the facts come from." }, words: "quellen quelle lizenz lizenzen opendata sources licences" },
];

const known = pages.map((page) => ({ page, words: new Set(page.words.split(" ")) }));

export interface PageHits {
  /** The whole question is about them: they stand first. */
  readonly meant: readonly PortalPage[];
  /** One of its words is. */
  readonly near: readonly PortalPage[];
}

/** @param words folded words of the question that say something */
export function portalPageHits(words: readonly string[], at: "town" | "state"): PageHits {
  if (words.length === 0) return { meant: [], near: [] };
  const here = known.filter(({ page }) => page.only === undefined || page.only === at);
  const meant = here.filter((one) => words.every((word) => one.words.has(word))).map(({ page }) => page);
  return { meant, near: meant.length > 0 ? [] : here.filter((one) => words.some((word) => word.length > 3 && one.words.has(word))).map(({ page }) => page).slice(0, 2) };
}
