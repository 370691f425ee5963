import { html, type Content } from "@kommunalportal/html";
import { summary } from "@kommunalportal/form-engine";
import { backLink } from "../back-link.ts";
import { badge } from "../badge.ts";
import { button, buttonGroup, formButton, linkButton } from "../button.ts";
import { cardGrid } from "../card.ts";
import { casePage } from "../case-page.ts";
import { answerSections, checkPage } from "../check-page.ts";
import { confirmation } from "../confirmation.ts";
import { contactBox, type Contact } from "../contact-box.ts";
import { descriptionList } from "../description-list.ts";
import { emptyState } from "../empty-state.ts";
import { faultPage } from "../fault-page.ts";
import { fileList } from "../file-list.ts";
import { filters } from "../filters.ts";
import { formStep } from "../form-step.ts";
import { form } from "../form.ts";
import { inboxTable } from "../inbox-table.ts";
import { mailboxList } from "../mailbox-list.ts";
import { mailboxMessage } from "../mailbox-message.ts";
import { notice } from "../notice.ts";
import { onThisPage } from "../on-this-page.ts";
import type { PageOptions } from "../page-options.ts";
import { page } from "../page.ts";
import { pagination } from "../pagination.ts";
import { section, twoColumns } from "../section.ts";
import { serviceFacts } from "../service-facts.ts";
import { startHero } from "../start-hero.ts";
import { table } from "../table.ts";
import { tabs } from "../tabs.ts";
import { taskList } from "../task-list.ts";
import type { Lang } from "../text.ts";
import { timeline } from "../timeline.ts";
import { fieldGallery, galleryTitle } from "./field-gallery.ts";
import { galleryTypes } from "./states.ts";
import { galleryDefinition, galleryForm, galleryStep, type GalleryState } from "./gallery-form.ts";

const at = (time: string) => new Date(`2026-11-${time}:00Z`);
const office: Contact = { name: "Bürgerbüro Musterstadt", phone: "0123 555-100", email: "buergerbuero@musterstadt.example", address: ["Marktplatz 1", "00101 Musterstadt"], hours: [{ days: "Montag bis Freitag", times: "8 bis 12 Uhr" }, { days: "Samstag" }] };
const csrf = "token-for-the-gallery";

interface GalleryPage { readonly name: string; readonly title: string; readonly main: (lang: Lang) => Content; readonly options?: Partial<PageOptions> }

function whole(lang: Lang, one: GalleryPage, themeUrl: string | undefined): string {
  const staff = one.options?.staff !== undefined;
  return page({
    lang, title: one.title, main: one.main(lang), help: office, printable: true, canonical: "https://musterstadt.portal.example/leistungen/hund",
    tenant: { name: "Musterstadt", slug: "musterstadt", kind: "Stadt", isDemo: true, ...(themeUrl === undefined ? {} : { themeUrl }) },
    breadcrumb: staff ? [{ text: "Eingang", href: "/verwaltung" }, { text: one.title }] : [{ text: "Startseite", href: "/" }, { text: "Hund anmelden", href: "/leistungen/hund" }, { text: one.title }],
    nav: staff
      ? [{ text: "Eingang", href: "/verwaltung", current: true, count: 12 }, { text: "Meine Fälle", href: "/verwaltung/meine", count: 3 }, { text: "Wiedervorlagen", href: "/verwaltung/wiedervorlagen" }]
      : [{ text: "Leistungen A–Z", href: "/leistungen", current: true }, { text: "Lebenslagen", href: "/lebenslagen" }, { text: "Ämter", href: "/aemter" }, { text: "Vorgang verfolgen", href: "/vorgang" }],
    ...one.options,
  });
}

const signedIn: Partial<PageOptions> = { user: { name: "Ayşe Muster-Öztürk", csrf, unread: 2 }, session: { now: at("22T13:00"), expiresAt: at("22T13:30"), extendAction: "/sitzung" } };
const steps = [{ title: "Angaben zur Person", href: "/1", state: "done" }, { title: "Alle Felder", state: "current" }, { title: "Prüfen", state: "open" }] as const;

function stepPage(step: "felder" | "gruppen", state: GalleryState): GalleryPage {
  const { view, errors } = galleryStep(step, state);
  const title = step === "felder" ? "Alle Felder" : "Alle Gruppen";
  return {
    name: `schritt-${step}-${state}`, title, options: { ...signedIn, hasErrors: errors.length > 0 },
    main: (lang) => formStep(lang, { service: galleryDefinition.title.de, title, intro: "Beantworten Sie die Fragen.", nodes: view.nodes, errors, steps, action: "/schritt", csrf, backHref: "/zurueck", canSave: true, savedAt: "14:30", uploadsUnchecked: true, known: { elsewhere: 1 } }),
  };
}

const filled = () => summary(galleryForm, { nachname: "Beispiel", beschreibung: "Zeile 1\nZeile 2", foto: [{ id: "f", name: "Hund.jpg", size: 2_400_000, type: "image/jpeg", sha256: "0".repeat(64) }] }, "de", "2026-11-22");
const history = [
  { at: at("22T09:15"), title: "Bescheid liegt im Postfach", state: true, text: html`<p>Ihre Hundesteuermarke kommt mit der Post.</p>`, kind: "success" as const },
  { at: at("20T13:02"), title: "Wir brauchen noch eine Unterlage", state: true, text: html`<p>Der Nachweis der Haftpflichtversicherung fehlt.</p>`, duration: "2 Tage", kind: "waiting" as const },
  { at: at("18T08:40"), title: "In Bearbeitung beim Steueramt", state: true, duration: "2 Tage" },
  { at: at("17T19:21"), title: "Antrag eingegangen", state: true, duration: "13 Stunden" },
];
const inboxTitles = { reference: "Vorgang", service: "Leistung", applicant: "Antragsteller", received: "Eingang", status: "Stand", due: "Frist", assignee: "Bearbeitung", unread: "ungelesen", overdue: "überfällig" };
const inboxRows = Array.from({ length: 8 }, (_, index) => ({
  id: `fall-${index}`, href: `/verwaltung/vorgang/${index}`, reference: `MU-2026-${String(4_711 + index)}`, service: index % 2 === 0 ? "Hund anmelden" : "Bewohnerparkausweis", applicant: ["Erika Beispiel", "Ayşe Muster-Öztürk", "Jonas Probe"][index % 3] ?? "",
  receivedAt: at("20T10:00"), status: index % 3 === 0 ? { text: "Neu", kind: "info" as const } : { text: "In Bearbeitung" }, dueOn: "2026-12-01", overdue: index === 4, unread: index < 2, ...(index > 3 ? { assignee: "Sabine Steuer" } : {}),
}));

const pages: readonly GalleryPage[] = [
  { name: "start", title: "Startseite", options: { wide: true, search: false, notices: [{ kind: "warning", title: "Anmeldung mit BundID gestört", body: "Anträge ohne Anmeldung gehen weiter. Telefon: 0123 555-100" }] }, main: (lang) => html`${startHero(lang, { title: "Willkommen in Musterstadt", place: { action: "/ort" }, popular: [{ text: "Hund anmelden", href: "/a" }, { text: "Bewohnerparkausweis", href: "/b" }, { text: "Geburtsurkunde", href: "/c" }, { text: "Schlagloch melden", href: "/d" }] })}
${section({ title: "Häufig gebraucht", more: { text: "Alle Leistungen von A bis Z", href: "/leistungen" }, body: cardGrid([
    { title: "Hund anmelden", href: "/hund", text: "Ohne Anmeldung, etwa 5 Minuten", icon: "edit", preline: "Steueramt" }, { title: "Bewohnerparkausweis", href: "/parken", text: "Sofort, wenn alles passt", icon: "checklist", preline: "Straßenverkehrsamt" },
    { title: "Geburtsurkunde bestellen", href: "/urkunde", text: "Mit Online-Ausweis", icon: "draft", preline: "Standesamt" }, { title: "Mangel melden", href: "/mangel", text: "Schlagloch, Laterne, Müll", icon: "warning", preline: "Ordnungsamt" }]) })}
${section({ title: "Lebenslagen", body: cardGrid([{ title: "Umzug", href: "/umzug", icon: "home", text: "An-, um- und abmelden" }, { title: "Familie", href: "/familie", icon: "account-circle", text: "Geburt, Kita, Unterhalt" }, { title: "Auto und Verkehr", href: "/auto", icon: "arrow-forward", text: "Zulassung, Parken, Führerschein" }]) })}
${section({ title: "Besuch im Rathaus", body: contactBox(lang, office, 3) })}` },
  { name: "leistung", title: "Hund anmelden", options: { wide: true, jsonLd: [{ "@context": "https://schema.org", "@type": "GovernmentService", name: "Hund anmelden </script>" }] }, main: (lang) => twoColumns(html`<h1>Hund anmelden</h1><p class="portal-lead">Wer in Musterstadt einen Hund hält, meldet ihn innerhalb von zwei Wochen an.</p>${serviceFacts(lang, { signIn: "Nicht nötig", fee: "Die Anmeldung kostet nichts.", duration: "Etwa 5 Minuten", documents: ["Chipnummer des Hundes", "Nachweis der Versicherung bei großen Hunden"], otherWays: html`Persönlich im Bürgerbüro, am Telefon oder <a class="kern-link" href="/papier">auf Papier</a>`, privacyHref: "/datenschutz/hund", startHref: "/start", resumeHref: "/weiter" })}
<h2 id="wer">Wer muss einen Hund anmelden?</h2><p>Alle, die im Stadtgebiet einen Hund halten. Mehr dazu in der <a href="/satzung">Satzung</a>.</p><h2 id="frist">Bis wann?</h2><p>Innerhalb von zwei Wochen.</p><ul><li>nach dem Zuzug</li><li>nach der Aufnahme</li></ul>`, html`${onThisPage(lang, [{ id: "wer", title: "Wer muss einen Hund anmelden?" }, { id: "frist", title: "Bis wann?" }])}${contactBox(lang, office)}`) },
  ...(["empty", "filled", "wrong"] as const).flatMap((state) => [stepPage("felder", state), stepPage("gruppen", state)]),
  { name: "pruefen", title: "Prüfen Sie Ihre Angaben", options: signedIn, main: (lang) => checkPage(lang, { service: "Hund anmelden", sections: filled(), changeHref: (step, path) => `/${step}#feld-${path}`, action: "/absenden", csrf, backHref: "/zurueck", paid: true, before: notice(lang, { kind: "info", title: "Gebühr: 30,00 €", body: "Sie zahlen im nächsten Schritt." }) }) },
  { name: "bestaetigung", title: "Ihr Antrag ist eingegangen", main: (lang) => confirmation(lang, { reference: "MU-2026-4711-K", code: "K7PM-3XQA", next: ["Das Steueramt prüft Ihre Angaben.", "Sie erhalten den Bescheid innerhalb von zwei Wochen."], downloadHref: "/kopie.pdf", statusHref: "/vorgang" }) },
  { name: "vorgang", title: "Hund anmelden", options: signedIn, main: (lang) => html`${backLink(lang, "/konto/vorgaenge")}<h1>Hund anmelden</h1>${descriptionList([{ term: "Vorgangsnummer", value: "MU-2026-4711-K" }, { term: "Stand", value: badge("Entschieden", "success") }])}<h2>Verlauf</h2>${timeline(lang, history)}${buttonGroup([formButton({ text: "Antrag zurücknehmen", kind: "secondary", action: "/ruecknahme", csrf, fields: { id: "1" } }), linkButton({ text: "Frage stellen", href: "/frage", kind: "tertiary", icon: "mail" })])}` },
  { name: "postfach", title: "Postfach", options: signedIn, main: (lang) => html`<h1>Postfach</h1>${tabs("Ansichten", [{ text: "Alle", href: "/p", current: true, count: 3 }, { text: "Ungelesen", href: "/p?u", count: 1 }])}${mailboxList(lang, [{ href: "/m/1", subject: "Ihr Bescheid über die Hundesteuer", from: "Steueramt Musterstadt", receivedAt: at("22T09:15"), unread: true, attachments: 1, needsLevel: "substantiell" }, { href: "/m/2", subject: "Eingangsbestätigung", from: "Stadt Musterstadt", receivedAt: at("17T19:21"), unread: false }])}${pagination(lang, { page: 3, pages: 9, href: (number) => `/p?seite=${number}` })}` },
  { name: "postfach-leer", title: "Postfach", options: signedIn, main: (lang) => html`<h1>Postfach</h1>${mailboxList(lang, [])}${emptyState({ text: "Keine Entwürfe.", action: linkButton({ text: "Leistung suchen", href: "/leistungen" }) })}` },
  { name: "nachricht", title: "Ihr Bescheid über die Hundesteuer", options: signedIn, main: (lang) => mailboxMessage(lang, { subject: "Ihr Bescheid über die Hundesteuer", from: "Steueramt Musterstadt", receivedAt: at("22T09:15"), reference: "MU-2026-4711-K", body: html`<h2>Bescheid</h2><p>Sehr geehrte Frau Beispiel,</p><p>Ihr Hund ist angemeldet.</p>`, files: [{ name: "Bescheid.pdf", href: "/b.pdf", size: 84_000, type: "application/pdf" }], actions: buttonGroup(linkButton({ text: "Antworten", href: "/antwort" })) }) },
  { name: "fehler", title: "Es ist ein Fehler aufgetreten", main: (lang) => faultPage(lang, { title: "Es ist ein Fehler aufgetreten", text: "Das liegt nicht an Ihnen. Versuchen Sie es in einigen Minuten noch einmal.", answers: "kept", reference: "F-7K2M", phone: "0123 555-100", actions: buttonGroup(linkButton({ text: "Noch einmal versuchen", href: "/nochmal" })) }) },
  { name: "bausteine", title: "Bausteine", main: (lang) => html`<h1>Bausteine</h1>${(["info", "success", "warning", "danger"] as const).map((kind) => notice(lang, { kind, title: `Hinweis ${kind}`, body: html`<p>Mit einem <a class="kern-link" href="/x">Verweis</a>.</p>`, live: kind === "success" }))}<p>${badge("ohne Art")} ${(["info", "success", "warning", "danger"] as const).map((kind) => badge(kind, kind))}</p>${taskList(lang, (["done", "open", "started", "blocked", "problem"] as const).map((state) => ({ id: state, title: `Aufgabe ${state}`, href: `/${state}`, state })))}${table(lang, { caption: "Gebühren", columns: [{ title: "Leistung" }, { title: "Betrag", numeric: true }], rows: [["Geburtsurkunde", "15,00 €"], ["Parkausweis", "30,00 €"]] })}${table(lang, { caption: "Leer", columns: [{ title: "A" }], rows: [] })}${fileList(lang, [{ name: "Antrag.pdf", href: "/a.pdf", size: 120, type: "application/pdf" }, { name: "ohne.pdf" }])}${form(lang, { action: "/x", csrf, body: buttonGroup([button({ text: "Primär" }), button({ text: "Sekundär", kind: "secondary" }), button({ text: "Tertiär", kind: "tertiary", icon: "download" }), button({ text: "Klein", small: true, kind: "secondary" })]) })}` },
  { name: "eingang", title: "Eingang", options: { ...signedIn, staff: { searchAction: "/verwaltung/suche" } }, main: (lang) => html`<h1>Eingang</h1>${filters(lang, { action: "/verwaltung", resetHref: "/verwaltung", filters: [{ name: "leistung", label: "Leistung", value: "hund", options: [{ value: "hund", text: "Hund anmelden" }] }, { name: "name", label: "Name", value: "Beispiel" }] })}${inboxTable(lang, { caption: "Eingang", rows: inboxRows, titles: inboxTitles, bulk: { action: "/verwaltung/viele", csrf, buttons: [button({ text: "Übernehmen", kind: "secondary", name: "act", value: "take" })] } })}${pagination(lang, { page: 1, pages: 730, href: (number) => `?seite=${number}` })}` },
  { name: "eingang-ohne-auswahl", title: "Eingang", options: { ...signedIn, staff: {} }, main: (lang) => html`<h1>Eingang</h1>${inboxTable(lang, { caption: "Eingang", rows: inboxRows, titles: inboxTitles })}` },
  { name: "fall", title: "MU-2026-4711-K", options: { ...signedIn, staff: { searchAction: "/verwaltung/suche" } }, main: (lang) => casePage(lang, { title: "Hund anmelden", reference: "MU-2026-4711-K", status: { text: "In Bearbeitung", kind: "info" }, facts: descriptionList([{ term: "Antragstellerin", value: "Erika Beispiel" }, { term: "Frist", value: "1. Dezember 2026" }]), main: html`<h2>Angaben</h2>${answerSections(lang, filled())}<h2>Verlauf</h2>${timeline(lang, history)}`, actions: [{ title: "Übernehmen", open: true, body: formButton({ text: "Fall übernehmen", action: "/uebernahme", csrf }) }, { title: "Rückfrage", body: html`<p>Formular</p>` }], side: [html`<h2>Notizen</h2><p>Keine.</p>`] }) },
];

/** Every type of field in all its states, as whole pages. */
export function fieldPages(lang: Lang, themeUrl?: string): ReadonlyMap<string, string> {
  return new Map(galleryTypes.map((type) => [`feld-${type}`, whole(lang, { name: type, title: galleryTitle(type, lang).name, main: () => html`<h1>${galleryTitle(type, lang).name}</h1><p class="portal-lead">${galleryTitle(type, lang).use}</p>${fieldGallery(lang, type)}` }, themeUrl)]));
}

/** Every component in every state as whole pages, for tests only. */
export function galleryPages(lang: Lang, themeUrl?: string): ReadonlyMap<string, string> {
  return new Map(pages.map((one) => [one.name, whole(lang, one, themeUrl)]));
}
