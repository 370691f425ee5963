import { html, type Content } from "@kommunalportal/html";
import { parseReference } from "#modules/applications";
import type { PassageStep } from "#modules/gateway";
import { reasonText, type StoryLine } from "#modules/hub";
import { badge, type BadgeKind } from "#ui/badge";
import { descriptionList } from "#ui/description-list";
import { formatDateTime, formatExactTime } from "#ui/format";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { replyReason } from "./gateway-attention.ts";
import { type Names, namesOf } from "./names.ts";
import { actorOf, operatorPage, type OperatorPages, townName } from "./operator-pages.ts";
import { eventDetails, type Places } from "./story-words.ts";
import { actorWords, attemptWords, eventWords, messageWords, passageWords, receiptWords } from "./words.ts";

/** GET `/betrieb/vorgaenge/:reference`: everything that happened to one application, in order. Never what stands in it, nor what anybody wrote. */
export async function storyPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const reference = parseReference(visit.params["reference"] ?? "");
  if (reference === undefined) return { missing: true };
  const found = await portal.db.asOperator("operator reads the log of an application", async (tx) => {
    const head = await portal.applications.byReference(tx, reference);
    if (!head) return undefined;
    await portal.audit.record(tx, { tenant: head.tenant, actor: actorOf(visit), action: "application.log", subject: { kind: "application", id: head.id } });
    const story = await portal.hub.story(tx, head.id);
    return story && { ...story, passage: await portal.gateway?.passage(tx, head.id) ?? [] };
  });
  if (!found) return { missing: true };
  const { head, lines, passage } = found;
  const names = await namesOf(portal, [head.service]);
  const places = (tenant: string): Places => ({ office: (role) => names.office(tenant, role), town: (slug) => portal.tenants.bySlug(slug)?.name ?? slug });
  const towns = townOfEach(lines, head.tenant, (slug) => portal.tenants.bySlug(slug)?.id);
  const body = html`${descriptionList([
    { term: "Leistung", value: names.service(head.service) }, { term: "Stadt", value: townName(portal, head.tenant) }, { term: "Eingegangen", value: head.submittedAt === undefined ? "noch nicht" : formatDateTime(head.submittedAt, "de") },
    ...(head.hereSince === undefined ? [] : [{ term: "In dieser Stadt seit", value: formatDateTime(head.hereSince, "de") }]),
  ])}<p class="kern-body">Alles, was mit diesem Antrag geschah, der Reihe nach. Angaben und Texte stehen hier nicht.</p>
${table("de", {
    caption: "Verlauf", captionHidden: true, dense: true, rowHeader: 1, columns: [{ title: "Wann" }, { title: "Was" }, { title: "Wer oder wo" }, { title: "Einzelheiten" }],
    rows: inOrder([
      ...passage.filter(({ what }) => what.endsWith("-arrived")).map((step) => ({ at: step.at, cells: passageCells(step) })),
      ...lines.map((line, at) => ({ at: line.at, cells: cells(line, { service: head.service, names, places: places(towns[at] ?? head.tenant) }) })),
      ...passage.filter(({ what }) => !what.endsWith("-arrived")).map((step) => ({ at: step.at, cells: passageCells(step) })),
    ]).map(({ at, cells: told }) => [formatExactTime(at, "de"), ...told]),
  })}`;
  return operatorPage(portal, visit, { title: `Verlauf ${reference}`, body, parents: [{ text: "Zustellungen", href: "/betrieb/zustellungen" }] });
}

/** Which town had it when each line happened: an office's role is called differently from town to town. */
export function townOfEach(lines: readonly StoryLine[], now: string, idOf: (slug: string) => string | undefined): readonly string[] {
  let town = now;
  return lines.toReversed().map((line) => {
    const then = town;
    if (line.kind === "event" && line.type === "handed-over") town = idOf(String(line.data["from"])) ?? town;
    return then;
  }).toReversed();
}

/** What happened at one instant stays in the order in which it is given: what came before what followed from it. */
function inOrder<T extends { readonly at: Date }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Between here and the service elsewhere in which it was made. */
function passageCells({ what, by, id, reason }: PassageStep): readonly [Content, Content, Content] {
  return [passageWords[what], by === "xta" ? "XTA" : "FIT-Connect", [what === "reply-given-up" && reason !== undefined ? replyReason(reason) : "", id].filter((part) => part !== "").join(" · ")];
}

interface Telling { readonly service: string; readonly names: Names; readonly places: Places }

function attemptKind(result: Extract<StoryLine, { kind: "try" }>["result"]): BadgeKind {
  if (result === undefined) return "info";
  if (result === "accepted" || result === "received") return "success";
  return result === "rejected" || result === "refused" ? "danger" : "warning";
}

function cells(line: StoryLine, { service, names, places }: Telling): readonly [Content, Content, Content] {
  if (line.kind === "event") return [eventWords[line.type] ?? line.type, line.destination ?? actorWords[line.by] ?? line.by, eventDetails(line.type, line.data, places)];
  const where = html`<a class="kern-link" href="/betrieb/zustellungen/${line.delivery}">${line.destination}</a>`;
  switch (line.kind) {
    case "queued": return [`${line.corrected ? "Korrigiert eingereiht" : "Eingereiht"}: ${messageWords[line.message]}`, where, names.part(service, line.part) ?? "ganzer Antrag"];
    case "settled": return ["Vom Betrieb als erledigt vermerkt", where, "Das Amt bearbeitet den Antrag in seinem Eingang."];
    case "try": return [
      html`Versuch ${String(line.number)}: ${badge(attemptWords(line), attemptKind(line.result))}`, where,
      [line.reason === undefined ? "" : reasonText(line.reason), line.status === undefined ? "" : `Antwort ${line.status}`, line.endedAt === undefined ? "" : `${((line.endedAt.getTime() - line.at.getTime()) / 1000).toFixed(1).replace(".", ",")} s`].filter((part) => part !== "").join(" · "),
    ];
    case "receipt": return [`Nachweis: ${receiptWords[line.what]}`, where, ""];
    case "reply": return [line.result === "taken" ? "Antwort des Fachverfahrens übernommen" : "Antwort des Fachverfahrens zurückgewiesen", where, ""];
  }
}
