import { html, type Content, type Html } from "@kommunalportal/html";
import { decisionKindNames, isCountedElsewhere } from "#modules/answers";
import type { CaseView } from "#modules/casework";
import { isEfaSlug } from "#modules/gateway";
import { answerSections } from "#ui/check-page";
import { button, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { emptyState } from "#ui/empty-state";
import { fileList } from "#ui/file-list";
import { form } from "#ui/form";
import { formatDateTime, formatShortDate } from "#ui/format";
import { paragraphs } from "#ui/paragraphs";
import { table } from "#ui/table";
import { timeline } from "#ui/timeline";
import { caseAppointments, toCome } from "./case-appointments.ts";
import { feeCancelledNotice, feesOfDecision, isFeeCancelled, otherFees } from "./case-fees.ts";
import type { CaseContext } from "./case-forms.ts";
import { releasedDocuments } from "./case-released.ts";
import { lineInput } from "./staff-fields.ts";
import { decisionStateNames, eventTitle, evidenceNames, lasted, statusNames, wayNames } from "./words.ts";

export const tabNames = ["antrag", "verlauf", "nachrichten", "bescheid", "termine", "notizen", "zugriffe"] as const;
export type TabName = (typeof tabNames)[number];

interface CaseTab { readonly name: TabName; readonly text: string; readonly count?: (view: CaseView, now: Date) => number | undefined; readonly show: (context: CaseContext) => Content }

/** Words between office and person; the rest of the history stands under »Verlauf«. */
const spoken = new Set(["question", "documents-requested", "message", "reply", "status-changed", "file-added"]);

export const caseTabs: readonly [CaseTab, ...CaseTab[]] = [
  { name: "antrag", text: "Antrag", show: application },
  { name: "verlauf", text: "Verlauf", show: history },
  { name: "nachrichten", text: "Nachrichten", count: ({ requests }) => positive(requests.filter(({ open }) => open).length), show: messages },
  { name: "bescheid", text: "Bescheid", count: ({ decisions }) => positive(decisions.length), show: decisions },
  { name: "termine", text: "Termine", count: ({ appointments }, now) => positive(toCome(appointments, now).length), show: caseAppointments },
  { name: "notizen", text: "Notizen", count: ({ notes }) => positive(notes.length), show: notes },
  { name: "zugriffe", text: "Zugriffe", show: readers },
];

function positive(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function application(context: CaseContext): Content {
  const { view, here } = context;
  const files = view.content.files;
  const together = view.content.together ?? [];
  return html`${together.length > 0 && html`<h2>Mitbeantragt von</h2><ul class="portal-list">${together.map(({ name, confirmedAt, level }) => html`<li>${name}, bestätigt am ${formatDateTime(new Date(confirmedAt), "de")}${level === 0 ? " mit Link und Code, nicht angemeldet" : ""}</li>`)}</ul>`}${answerSections("de", view.sections)}${isEfaSlug(view.head.service) && files.some(({ type }) => type === "application/pdf") && html`<p class="kern-body">Verbindlich sind die Angaben auf dieser Seite und in den Fachdaten. Ein PDF gibt sie nur wieder: Steht dort etwas anderes, gelten die Angaben.</p>`}<h2>Dateien</h2>${files.length === 0 ? html`<p class="kern-body portal-muted">Keine Dateien.</p>` : fileList("de", files.map((file) => ({
    name: file.name, size: file.size, type: file.type, ...(file.scan === "clean" || file.scan === "unchecked" ? { href: `${here}/datei/${file.id}` } : {}),
    ...(file.scan === "unchecked" ? { remark: "nicht auf Schadsoftware geprüft" } : file.scan === "held" ? { remark: "zurückgehalten, noch nicht geprüft" } : file.scan === "found" ? { remark: "enthielt Schadsoftware, gelöscht" } : file.kind === "reply" ? { remark: `nachgereicht am ${formatShortDate(file.createdAt, "de")}` } : {}),
  })))}${releasedDocuments(context)}`;
}

function history({ view, names }: CaseContext): Content {
  const entries = view.events.toReversed().map((event) => ({ at: event.at, title: eventTitle(event.type, event.data), state: typeof event.data["status"] === "string", ...(event.text === undefined ? {} : { text: paragraphs(event.text) }) }));
  const spans = view.durations.map((span) => [statusNames[span.status] ?? span.status, formatDateTime(span.from, "de"), span.until === undefined ? "dauert an" : formatDateTime(span.until, "de"), lasted(span.milliseconds)]);
  const acting = view.events.filter(({ actor }) => actor.kind === "staff").map(({ at, type, data, actor }) => [formatDateTime(at, "de"), eventTitle(type, data), actor.id === undefined ? "" : names.get(actor.id) ?? "nicht mehr da"]);
  return html`<h2>Verlauf</h2>${timeline("de", entries)}<h2>Wie lange jeder Stand gedauert hat</h2>${table("de", { caption: "Dauer je Stand", captionHidden: true, columns: [{ title: "Stand" }, { title: "Von" }, { title: "Bis" }, { title: "Dauer" }], rows: spans, dense: true })}
<h2>Wer gehandelt hat</h2>${table("de", { caption: "Handlungen des Amts", captionHidden: true, columns: [{ title: "Zeit" }, { title: "Handlung" }, { title: "Person" }], rows: acting, dense: true })}`;
}

function messages({ view }: CaseContext): Content {
  const entries = view.events.filter(({ type, text }) => spoken.has(type) && (text !== undefined || type === "file-added")).toReversed();
  const open = view.requests.filter((request) => request.open);
  return html`<h2>Nachrichten</h2>${open.length > 0 && html`<p class="kern-body">Offen: ${open.map(({ kind, dueOn }, i) => `${i > 0 ? ", " : ""}${kind === "question" ? "Frage" : "Unterlagen"}${dueOn === undefined ? "" : ` bis ${formatShortDate(dueOn, "de")}`}`)}</p>`}${
    entries.length === 0 ? emptyState({ icon: "mail", text: "Noch keine Nachrichten. Eine Frage stellen Sie rechts." }) : timeline("de", entries.map((event) => ({ at: event.at, title: eventTitle(event.type, event.data), ...(event.text === undefined ? {} : { text: paragraphs(event.text) }) })))}`;
}

function decisions(context: CaseContext): Content {
  const { view, here, payments } = context;
  const { one } = view;
  return html`<h2>Bescheide</h2>${view.decisions.length === 0 && emptyState({ icon: "draft", text: "Noch kein Bescheid." })}${view.decisions.map((decision) => html`<section class="portal-section"><h3>${decisionKindNames[decision.kind]} vom ${formatShortDate(decision.decidedAt, "de")}</h3>${descriptionList([
    ...(decision.authority === undefined ? [] : [{ term: "Entschieden von", value: decision.authority }]),
    { term: "Stand", value: decisionStateNames[decision.state] }, { term: "Weg", value: wayNames[decision.way] },
    ...(isCountedElsewhere(decision) ? [{ term: "Bekanntgabe", value: "wird hier nicht berechnet: Das Landesrecht der Behörde ist nicht hinterlegt" }] : []),
    ...(decision.postedOn === undefined ? [] : [{ term: "Zur Post gegeben am", value: formatShortDate(decision.postedOn, "de") }]),
    ...(decision.notifiedOn === undefined ? [] : [{ term: "Bekanntgabe", value: formatShortDate(decision.notifiedOn, "de") }]),
    ...(decision.remedyUntil === undefined ? [] : [{ term: "Rechtsbehelf bis", value: formatShortDate(decision.remedyUntil, "de") }]),
    ...feesOfDecision(payments, decision),
    ...(decision.retrievableUntil === undefined ? [] : [{ term: "Abrufbar bis", value: formatShortDate(decision.retrievableUntil, "de") }]),
  ])}${isFeeCancelled(payments, decision) && feeCancelledNotice(decision)}<p><a class="kern-link" href="${here}/bescheid/${decision.id}">Bescheid ansehen</a> · <a class="kern-link" href="${here}/bescheid/${decision.id}/brief.pdf">${decision.state === "to-post" ? "Brief drucken (PDF)" : "Als PDF"}</a></p>${
    decision.state === "to-post" && postingForm(context, decision.id)}${
    repeatWords(decision, one) !== undefined && !isFeeCancelled(payments, decision) && html`<p>${linkButton({ text: repeatWords(decision, one) ?? "", href: `${here}/bescheid?ersetzt=${decision.id}`, kind: decision.way === "post" ? "tertiary" : "secondary" })}</p>`}
<h4>Nachweis</h4>${table("de", { caption: "Nachweis der Bekanntgabe", captionHidden: true, dense: true, columns: [{ title: "Was" }, { title: "Wann" }, { title: "Prüfsumme des Inhalts" }], rows: decision.evidence.map((entry) => [evidenceNames[entry.kind], formatDateTime(entry.at, "de"), html`<code>${entry.contentSha256.slice(0, 16)}</code>`]) })}</section>`)}${otherFees(context)}${
    one.state !== "closed" && linkButton({ text: "Bescheid schreiben", href: `${here}/bescheid` })}`;
}

/** The day on which a letter went to the post. What was refused stands in it again, and the error links to that letter's field. */
function postingForm({ view: { one, decisions: all }, here, desk, echo }: CaseContext, decision: string): Html {
  const refused = echo?.open === "postausgang" ? echo.typed.get("bescheid")?.[0] : undefined;
  const again = refused === decision;
  const first = all.find(({ id, state }) => state === "to-post" && (refused === undefined || id === refused))?.id;
  return form("de", {
    action: `${here}/postausgang`, csrf: desk.visit.staff.csrf, hidden: { version: String(one.version), bescheid: decision },
    body: html`${lineInput({
      id: decision === first ? "postausgang-tag" : `postausgang-tag-${decision}`, name: "tag", label: "Zur Post gegeben am", type: "date", width: "medium", hint: "Der vierte Tag danach gilt als Tag der Bekanntgabe.",
      value: again ? echo?.typed.get("tag")?.[0] ?? "" : "", error: again ? echo?.errors[0]?.message : undefined,
    })}${button({ text: "Postausgang eintragen" })}`,
  });
}

/** When a decision goes out once more: it was not retrieved, nobody could be told of it, or its letter came back. */
function repeatWords({ state, way, noticedAt, retrievedAt }: CaseView["decisions"][number], { task }: CaseView["one"]): string | undefined {
  if (state === "lapsed" || (state === "provided" && task === "repeat-decision" && noticedAt === undefined && retrievedAt === undefined)) return "Bescheid wiederholen";
  return way === "post" && (state === "posted" || state === "notified") ? "Brief kam zurück: Bescheid wiederholen" : undefined;
}

function notes({ view, names }: CaseContext): Content {
  if (view.notes.length === 0) return html`<h2>Notizen</h2>${emptyState({ icon: "edit", text: "Noch keine Notizen. Nur Ihr Amt sieht sie; Sie schreiben sie rechts." })}`;
  return html`<h2>Notizen</h2>${timeline("de", view.notes.toReversed().map((note) => ({ at: note.at, title: names.get(note.staff) ?? "nicht mehr da", text: paragraphs(note.text) })))}`;
}

function readers({ view, names, portal, desk }: CaseContext): Content {
  return html`<h2>Wer diesen Antrag angesehen hat</h2><p class="kern-body portal-muted">Die Person sieht dieselbe Liste ohne die Namen.</p>${table("de", {
    caption: "Zugriffe", captionHidden: true, dense: true, columns: [{ title: "Wann" }, { title: "Amt oder Software" }, { title: "Person" }, { title: "Was" }],
    rows: view.readers.map((reading) => [
      formatDateTime(reading.at, "de"), reading.office === null ? (reading.actorKind === "extension" ? "Angebundene Software" : "") : portal.offices.describe(desk.tenant.id, reading.office)?.name ?? reading.office,
      reading.actor === null ? "" : names.get(reading.actor) ?? "", { "application.read": "angesehen", "file.read": "Datei geöffnet", "application.fetch": "abgeholt" }[reading.action] ?? reading.action,
    ]),
  })}`;
}
