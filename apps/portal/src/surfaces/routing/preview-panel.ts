import { html, type Html } from "@kommunalportal/html";
import { type Destination, type PartPreview, reasonText, type ReceiverFound, type RouteVerdict } from "#modules/hub";
import { button } from "#ui/button";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import { lineControl, selectControl } from "../operator/controls.ts";
import { type Choice, officeWords, type TownChoices, whatWords } from "./town-choices.ts";

const verdictWords: Readonly<Record<RouteVerdict, string>> = {
  fits: "passt", "other-service": "gilt für eine andere Leistung", "other-office": "gilt für ein anderes Amt", "other-part": "gilt für einen anderen Teil", "not-yet": "gilt dann noch nicht", over: "gilt dann nicht mehr",
};

/** Does one of these destinations find its receiver by the place in the application? */
export const asksForPlace = (destinations: readonly Destination[]): boolean => destinations.some(findsByPlace);
const findsByPlace = ({ settings }: Destination): boolean => settings["routing"] !== undefined;

interface Finder { findReceiver(given: { readonly tenant: string; readonly destination: string; readonly service: string; readonly place: string }): Promise<ReceiverFound | undefined> }
/** By destination; nobody is asked without a place. */
export type Receivers = ReadonlyMap<string, ReceiverFound>;

/** Who would get it at that place, for the destinations of a preview that find their receiver by it. Asks the routing service. */
export async function receiversOf(hub: Finder, parts: readonly PartPreview[], asked: { readonly tenant: string; readonly service: string; readonly place: string }): Promise<Receivers> {
  const ids = new Set(parts.flatMap(({ ways }) => ways.flatMap((way) => (way.kind === "destination" && findsByPlace(way.destination) ? [way.destination.id] : []))));
  const found = new Map<string, ReceiverFound>();
  if (asked.place !== "") for (const destination of ids) {
    const receiver = await hub.findReceiver({ ...asked, destination });
    if (receiver) found.set(destination, receiver);
  }
  return found;
}

/** Town (where it is asked), service and time, as a GET form: the question stays in the address. */
export function previewForm(given: { readonly action: string; readonly towns?: readonly Choice[]; readonly town?: string; readonly services: readonly Choice[]; readonly service: string; readonly at: string; readonly timeError: boolean; readonly place?: string }): Html {
  return html`<form method="get" action="${given.action}" class="portal-form" novalidate>${given.towns !== undefined && selectControl({ name: "ort", label: "Ort", empty: "Bitte wählen", value: given.town ?? "", options: given.towns })}
${selectControl({ name: "leistung", label: "Leistung", empty: "Bitte wählen", value: given.service, options: given.services })}
${lineControl({ name: "zeit", label: "Eingang", type: "datetime-local", width: "medium", hint: "Leer: jetzt.", value: given.at, optional: true, error: given.timeError ? "Geben Sie Tag und Uhrzeit an oder nichts." : undefined })}
${given.place !== undefined && lineControl({ name: "antragsort", label: "Ort im Antrag", width: "medium", hint: "Name, Postleitzahl oder Regionalschlüssel: Danach richtet sich, welche Stelle es bekommt.", value: given.place, optional: true })}
${button({ text: "Ansehen", kind: "secondary" })}</form>`;
}

/** The answer: for every part where it goes, by which rule, and which rules were looked at and do not count. */
export function previewAnswer(parts: readonly PartPreview[], choices: TownChoices, given: { readonly at: Date; readonly linkOf?: (destination: Destination) => string; readonly receivers?: Receivers }): Html {
  const receiverAt = (destination: Destination): Html | false => findsByPlace(destination) && receiverWords(given.receivers?.get(destination.id));
  const nameOf = (destination: Destination): Html => html`${given.linkOf ? html`<a class="kern-link" href="${given.linkOf(destination)}">${destination.name}</a>` : destination.name}${destination.pausedAt !== undefined && " (angehalten: wird aufbewahrt und später zugestellt)"}`;
  return html`<p class="kern-body">Ein Antrag, der am ${formatDateTime(given.at, "de")} eingeht, ginge an:</p>${parts.map((part) => html`<h3>${part.title === undefined ? (part.conditional ? "Wenn kein Teil zutrifft: der ganze Antrag" : "Der ganze Antrag") : `${part.title}${part.conditional ? " (wenn er zutrifft)" : ""}`}</h3>
<ul class="kern-list"><li>Eingang der Sachbearbeitung, ${officeWords(choices, part.office)}</li>${part.ways.map((way) => way.kind === "destination" && html`<li>${nameOf(way.destination)}, weil der Weg »${whatWords(choices, way.route)}, ${officeWords(choices, way.route.office)}« seit ${formatDateTime(way.route.validFrom, "de")} gilt${receiverAt(way.destination)}</li>`)}</ul>
${part.note === "no-route" && notice("de", { kind: "warning", title: "Kein Weg zum Fachverfahren", body: "Die Stadt hat für diese Leistung ein Fachverfahren gewählt, aber kein Weg führt dorthin." })}${part.note === "casework-only" && notice("de", { kind: "info", title: "Nur Sachbearbeitung", body: "Die Stadt hat für diese Leistung kein Fachverfahren gewählt. Wege wirken erst, wenn sie das bei ihren Online-Diensten ändert." })}
${part.considered.some(({ verdict }) => verdict !== "fits") && html`<details><summary>Wege, die nicht zählen</summary>${table("de", {
    caption: "Wege, die nicht zählen", captionHidden: true, dense: true, columns: [{ title: "Weg" }, { title: "Ziel" }, { title: "Gilt" }, { title: "Warum nicht" }],
    rows: part.considered.filter(({ verdict }) => verdict !== "fits").map(({ route, destination, verdict }) => [
      `${whatWords(choices, route)}, ${officeWords(choices, route.office)}`, destination.name, `${formatDateTime(route.validFrom, "de")} bis ${route.validUntil === undefined ? "auf Weiteres" : formatDateTime(route.validUntil, "de")}`, verdictWords[verdict],
    ]),
  })}</details>`}`)}`;
}

function receiverWords(found: ReceiverFound | undefined): Html {
  if (found === undefined) return html`. Welche Stelle es bekommt, richtet sich nach dem Ort im Antrag; nennen Sie ihn oben, um sie zu sehen.`;
  if (!found.ok) return html`. <strong>An diesem Ort fände es keine Stelle:</strong> ${reasonText(found.why)}`;
  return html`. Dort bekäme es: <strong>${found.name}</strong> (Zustellpunkt <code>${found.receiver}</code>; Unterschrift und Schlüssel geprüft)`;
}
