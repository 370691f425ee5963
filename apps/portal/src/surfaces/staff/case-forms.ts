import { html, type Content, type Html } from "@kommunalportal/html";
import { whenInWords } from "#modules/appointments";
import { type CaseView, mayCancelFee } from "#modules/casework";
import { decisionPurpose, isSetByDecision, type Payment } from "#modules/payments";
import { button, formButton, linkButton } from "#ui/button";
import type { CaseAction } from "#ui/case-page";
import { form } from "#ui/form";
import { formatMoney } from "#ui/format";
import type { ActName } from "./case-acts.ts";
import { toCome } from "./case-appointments.ts";
import { changedBy } from "./case-fees.ts";
import type { CaseEcho } from "./case-page.ts";
import { lineInput, selectInput, textArea } from "./staff-fields.ts";
import type { TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

export interface CaseContext {
  readonly portal: StaffPortal;
  readonly desk: TownDesk;
  readonly view: CaseView;
  /** What the application and its decisions cost. */
  readonly payments: readonly Payment[];
  /** Who works or worked in the town, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Who can be given work now. */
  /** Who works on cases of its office. */
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  /** Path of the case. */
  readonly here: string;
  readonly echo?: CaseEcho;
}

/** What can be done with the case now, each as a form below its name; the one that was refused is open with what was typed. */
export function caseForms(context: CaseContext): readonly CaseAction[] {
  const { view: { one }, desk, here } = context;
  if (one.involvement === "information" && one.state !== "closed") {
    return [act(context, "notiz", "Notiz", "Notiz speichern", [area(context, "notiz", "text", "Notiz für das Amt")]), { title: "Zur Kenntnis genommen", open: true, body: quick(context, "abschluss", "Vorgang abschließen") }];
  }
  if (one.state === "closed") return [...appointmentForms(context), ...feeForms(context), act(context, "notiz", "Notiz", "Notiz speichern", [area(context, "notiz", "text", "Notiz für das Amt")])];
  const finished = one.state === "decided";
  const otherOffices = context.portal.offices.list(desk.tenant.id).filter(({ role }) => role !== one.office).map(({ role, name }) => ({ value: role, text: name }));
  const mine = one.assignee === desk.reach.staff;
  const take: CaseAction = {
    title: mine ? "Sie bearbeiten diesen Vorgang" : one.assignee === undefined ? "Übernehmen" : "Von der Kollegin oder dem Kollegen übernehmen", open: !finished && !mine && one.assignee === undefined,
    body: html`${!mine && quick(context, "uebernahme", "Übernehmen")}${one.assignee !== undefined && quick(context, "rueckgabe", "Zurück in den Eingang")}`,
  };
  return [
    ...(finished ? [] : [take]),
    ...(finished ? [] : [
      act(context, "frage", "Frage stellen", "Frage senden", [area(context, "frage", "text", "Frage an die Person"), day(context, "frage", "frist", "Antwort bis", true)]),
      act(context, "nachforderung", "Unterlagen nachfordern", "Unterlagen anfordern", [
        area(context, "nachforderung", "unterlagen", "Unterlagen", "Je Zeile eine."), area(context, "nachforderung", "text", "Erläuterung", undefined, true), day(context, "nachforderung", "frist", "Frist", true),
      ]),
    ]),
    act(context, "status", "Nachricht oder Stand mitteilen", "Mitteilen", [
      area(context, "status", "text", "Text an die Person"),
      ...(one.state === "waiting" ? [selectInput({ id: "status-stand", name: "stand", label: "Stand", value: typed(context, "status", "stand"), options: [{ value: "", text: "bleibt: wartet auf die Person" }, { value: "in-progress", text: "in Bearbeitung" }] })] : []),
    ]),
    { title: "Bescheid", body: html`<p>${linkButton({ text: "Bescheid schreiben", href: `${here}/bescheid`, kind: "secondary" })}</p>` },
    ...appointmentForms(context),
    ...feeForms(context),
    ...(finished ? [] : [act(context, "wiedervorlage", "Wiedervorlage", "Eintragen", [day(context, "wiedervorlage", "tag", "Wieder vorlegen am", false, one.resubmitOn, "Am Wochenende oder Feiertag: am nächsten Arbeitstag. Leer: keine Wiedervorlage.")])]),
    act(context, "notiz", "Notiz", "Notiz speichern", [area(context, "notiz", "text", "Notiz für das Amt")]),
    ...(finished ? [] : [act(context, "weitergabe", "An eine Person weitergeben", "Weitergeben", [selectInput({
      id: "weitergabe-wem", name: "wem", label: "Person", empty: "Person wählen", value: typed(context, "weitergabe", "wem"), error: errorOf(context, "weitergabe", "wem"),
      options: context.colleagues.filter(({ id }) => id !== one.assignee).map(({ id, name }) => ({ value: id, text: name })),
    })]),
    act(context, "abgabe", "An ein anderes Amt abgeben", "Abgeben", [selectInput({
      id: "abgabe-amt", name: "amt", label: "Amt", empty: "Amt wählen", value: typed(context, "abgabe", "amt"), error: errorOf(context, "abgabe", "amt"), hint: "Sie sehen den Vorgang danach nicht mehr, wenn Sie nicht auch dort arbeiten.",
      options: otherOffices,
    }), area(context, "abgabe", "text", "Grund", "Die Person liest ihn. Der Tag des Eingangs bleibt.")]),
    act(context, "beteiligung", "Ein anderes Amt beteiligen", "Beteiligen", [
      selectInput({ id: "beteiligung-amt", name: "amt", label: "Amt", empty: "Amt wählen", value: typed(context, "beteiligung", "amt"), error: errorOf(context, "beteiligung", "amt"), options: otherOffices }),
      selectInput({ id: "beteiligung-wie", name: "wie", label: "Wie", value: typed(context, "beteiligung", "wie"), options: [{ value: "kenntnis", text: "nur zur Kenntnis" }, { value: "mit", text: "bearbeitet mit und antwortet selbst" }] }),
      area(context, "beteiligung", "text", "Grund", "Die Person liest ihn."),
    ]),
    { title: "An eine andere Stadt abgeben", body: html`<p>${linkButton({ text: "Abgabe vorbereiten", href: `${here}/ortsabgabe`, kind: "secondary" })}</p>` }]),
    act(context, "abschluss", "Abschließen", "Vorgang abschließen", [area(context, "abschluss", "text", "Text an die Person", undefined, true)]),
  ];
}

/** Only what has not begun; a single one is chosen already. */
function appointmentForms(context: CaseContext): readonly CaseAction[] {
  const { view, portal, desk } = context;
  const now = portal.clock.now();
  const open = toCome(view.appointments, now).filter(({ startsAt }) => startsAt > now);
  if (open.length === 0) return [];
  const several = new Set(open.map(({ office }) => office)).size > 1;
  const place = (one: { readonly place: string; readonly office: string }): string => (several ? `${one.place}, ${portal.offices.describe(desk.tenant.id, one.office)?.name ?? one.office}` : one.place);
  const which = (name: ActName): Html => selectInput({
    id: `${name}-termin`, name: "termin", label: "Termin", value: typed(context, name, "termin"), error: errorOf(context, name, "termin"), ...(open.length > 1 ? { empty: "Termin wählen" } : {}),
    options: open.map((one) => ({ value: one.id, text: `${whenInWords("de", one)}, ${place(one)}` })),
  });
  return [
    // Whoever lost the last free time finds again what was typed.
    view.freeSlots.length === 0 && context.echo?.open !== "terminverlegung" ? { title: "Termin verlegen", body: html`<p class="kern-body">Zurzeit bietet der Terminkalender keine freie Zeit an. Sagen Sie ab, und vereinbaren Sie den neuen Termin mit der Person.</p>` }
      : act(context, "terminverlegung", "Termin verlegen", "Termin verlegen", [which("terminverlegung"), selectInput({
        id: "terminverlegung-zeit", name: "zeit", label: "Neue Zeit", empty: "Freie Zeit wählen", value: typed(context, "terminverlegung", "zeit"), error: errorOf(context, "terminverlegung", "zeit"), hint: view.freeSlots.length === 0 ? "Zurzeit bietet der Terminkalender keine freie Zeit an." : "Die nächsten freien Zeiten aus dem Terminkalender.",
        options: view.freeSlots.map((slot) => ({ value: slot.id, text: `${whenInWords("de", slot)}, ${place(slot)}` })),
      }), area(context, "terminverlegung", "text", "Grund", "Die Person liest ihn.")]),
    act(context, "terminabsage", "Termin absagen", "Termin absagen", [which("terminabsage"), area(context, "terminabsage", "text", "Grund", "Die Person liest ihn. Die Zeit ist danach sofort wieder frei.")]),
  ];
}

/** What is not paid yet and the office may take back; it stands beside the fees, on the tab of the decisions. A single one is chosen already. */
function feeForms(context: CaseContext): readonly CaseAction[] {
  const { view: { one, decisions }, payments } = context;
  const open = payments.filter((fee) => fee.state === "open" && mayCancelFee(one, decisions, fee));
  if (open.length === 0) return [];
  const rules = [...new Set(decisions.filter(({ id }) => open.some(({ purpose }) => purpose === decisionPurpose(id))).map(({ area: law }) => changedBy[law]))];
  const replaceable = open.some((fee) => !isSetByDecision(fee));
  return [act(context, "storno", "Gebühr streichen", "Gebühr streichen", [
    selectInput({
      id: "storno-gebuehr", name: "gebuehr", label: "Gebühr", value: typed(context, "storno", "gebuehr"), error: errorOf(context, "storno", "gebuehr"), ...(open.length > 1 ? { empty: "Gebühr wählen" } : {}),
      options: open.map((fee) => ({ value: fee.id, text: `${formatMoney(fee.cents, "de")}, ${fee.reference}${isSetByDecision(fee) ? ", Bescheid" : ""}` })),
    }),
    rules.length > 0 && html`<p class="kern-body">Der Bescheid selbst bleibt, wie er ist. Setzt er einen falschen Betrag fest, schreiben Sie danach einen neuen Bescheid (${rules.join("; ")}).</p>`,
    replaceable && lineInput({ id: "storno-betrag", name: "betrag", label: "Richtiger Betrag in Euro", width: "short", inputmode: "decimal", optional: true, hint: `Leer: Es ist nichts zu zahlen.${rules.length > 0 ? " Nur für Gebühren ohne Bescheid." : ""}`, value: typed(context, "storno", "betrag"), error: errorOf(context, "storno", "betrag") }),
    area(context, "storno", "text", "Grund", `Die Person liest ihn.${rules.length > 0 ? " Schreiben Sie auch, ob ein neuer Bescheid folgt." : ""}`),
  ])];
}

function act(context: CaseContext, name: ActName, title: string, buttonText: string, body: readonly Content[]): CaseAction {
  return {
    title, open: context.echo?.open === name,
    body: form("de", { action: `${context.here}/${name}`, csrf: context.desk.visit.staff.csrf, hidden: { version: String(context.view.one.version) }, body: html`${body}${button({ text: buttonText })}` }),
  };
}

export function quick(context: CaseContext, name: ActName, text: string): Html {
  return formButton({ text, action: `${context.here}/${name}`, csrf: context.desk.visit.staff.csrf, fields: { version: String(context.view.one.version) } });
}

function typed({ echo }: CaseContext, act: ActName, field: string): string {
  return echo?.open === act ? echo.typed.get(field)?.[0] ?? "" : "";
}

function errorOf({ echo }: CaseContext, act: ActName, field: string): string | undefined {
  return echo?.open === act ? echo.errors.find((error) => error.field === field)?.message : undefined;
}

function area(context: CaseContext, act: ActName, field: string, label: string, hint?: string, optional?: boolean): Html {
  return textArea({ id: `${act}-${field}`, name: field, label, rows: 4, value: typed(context, act, field), error: errorOf(context, act, field), ...(hint === undefined ? {} : { hint }), ...(optional === undefined ? {} : { optional }) });
}

function day(context: CaseContext, act: ActName, field: string, label: string, optional: boolean, value?: string, hint?: string): Html {
  return lineInput({ id: `${act}-${field}`, name: field, label, type: "date", width: "medium", optional, value: typed(context, act, field) || (value ?? ""), error: errorOf(context, act, field), ...(hint === undefined ? {} : { hint }) });
}
