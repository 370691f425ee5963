import { html } from "@kommunalportal/html";
import { parseReference } from "#modules/applications";
import { deadLetterStates, deliveryStates, reasonText, type DeliveryState } from "#modules/hub";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { emptyState } from "#ui/empty-state";
import { filters } from "#ui/filters";
import { formatShortDate, formatTime } from "#ui/format";
import { pagination } from "#ui/pagination";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { namesOf } from "./names.ts";
import { operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";
import { messageWords, stateWords } from "./words.ts";

const pageSize = 50;

/** All deliveries, newest first; the filters stay in the address. */
export async function deliveriesPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const asked = (name: string): string => (visit.query.get(name) ?? "").slice(0, 200).trim();
  const [stand, ort, ziel, vorgang] = [asked("stand"), asked("ort"), asked("ziel"), asked("vorgang")];
  const page = Math.min(Math.max(Number.parseInt(asked("seite") || "1", 10) || 1, 1), 200);
  const tenant = townOf(portal, ort);
  const reference = vorgang === "" ? undefined : parseReference(vorgang) ?? vorgang.toUpperCase();
  const { found, destinations } = await portal.db.asOperator("operator's list of deliveries", async (tx) => ({
    found: await portal.hub.listDeliveries(tx, {
      ...(stand === "unzustellbar" ? { unsettled: true as const } : {}), ...(statesOf(stand) ? { states: statesOf(stand)! } : {}), ...(tenant ? { tenant: tenant.id } : {}), ...(isId(ziel) ? { destination: ziel } : {}), ...(reference === undefined ? {} : { reference }),
      limit: pageSize, offset: (page - 1) * pageSize,
    }),
    destinations: await portal.hub.destinations(tx),
  }));
  const names = await namesOf(portal, found.deliveries.map(({ service }) => service));
  const address = (seite: number): string => `/betrieb/zustellungen?${new URLSearchParams({ stand, ort, ziel, vorgang, seite: String(seite) }).toString()}`;
  const towns = [...new Set(destinations.map((one) => one.tenant))].flatMap((id) => portal.tenants.byId(id) ?? []);
  const body = html`${filters("de", {
    action: "/betrieb/zustellungen", resetHref: "/betrieb/zustellungen",
    filters: [
      { name: "stand", label: "Stand", value: stand, options: [{ value: "unzustellbar", text: "unzustellbar" }, { value: "offen", text: "noch nicht angekommen" }, ...deliveryStates.map((state) => ({ value: state, text: stateWords[state].text }))] },
      { name: "ort", label: "Ort", value: ort, options: towns.map(({ slug, name }) => ({ value: slug, text: name })) },
      { name: "ziel", label: "Ziel", value: ziel, options: destinations.map((one) => ({ value: one.id, text: `${townName(portal, one.tenant)}: ${one.name}` })) },
      { name: "vorgang", label: "Vorgangsnummer", value: vorgang },
    ],
  })}<p class="kern-body">${found.more ? `Mehr als ${found.found}` : String(found.found)} ${found.found === 1 ? "Zustellung" : "Zustellungen"}</p>
${found.deliveries.length === 0
    ? emptyState({ text: "Hier ist nichts zu sehen. Ändern Sie die Auswahl, oder freuen Sie sich." })
    : table("de", {
      caption: "Zustellungen", captionHidden: true, dense: true, wholeWords: true, columns: [{ title: "Vorgang" }, { title: "Was" }, { title: "Ort" }, { title: "Ziel" }, { title: "Eingereiht" }, { title: "Stand" }, { title: "Versuche" }, { title: "Grund" }],
      rows: found.deliveries.map((delivery) => [
        html`<a class="kern-link" href="/betrieb/zustellungen/${delivery.id}">${delivery.reference}</a>`, `${messageWords[delivery.message]}: ${names.part(delivery.service, delivery.part) ?? names.service(delivery.service)}`,
        townName(portal, delivery.tenant), delivery.destinationName, `${formatShortDate(delivery.queuedAt, "de")}, ${formatTime(delivery.queuedAt, "de")}`, html`${badge(stateWords[delivery.state].text, stateWords[delivery.state].kind)}${delivery.settledAt !== undefined && " erledigt"}`, String(delivery.attempts),
        delivery.reason === undefined || delivery.state === "accepted" ? "" : reasonText(delivery.reason),
      ]),
    })}${pagination("de", { page, pages: Math.ceil(found.found / pageSize), href: address })}`;
  return operatorPage(portal, visit, { title: "Zustellungen", body });
}

function statesOf(stand: string): readonly DeliveryState[] | undefined {
  if (stand === "unzustellbar") return deadLetterStates;
  if (stand === "offen") return ["queued", "paused", "sent"];
  const state = deliveryStates.find((one) => one === stand);
  return state && [state];
}
