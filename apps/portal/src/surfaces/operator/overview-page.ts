import { html, type Html } from "@kommunalportal/html";
import type { ProbeResult } from "#modules/disturbances";
import { deliveryStates, reasonText, type Alarm } from "#modules/hub";
import { badge } from "#ui/badge";
import { formatNumber } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { attentionCount } from "./gateway-attention.ts";
import { jobName } from "./job-words.ts";
import { type Names, namesOf } from "./names.ts";
import { operatorPage, type OperatorPages, townName } from "./operator-pages.ts";
import { alarmWords, componentWords, duration, since, stateWords, until } from "./words.ts";

/** The worker's round is a minute; past this it is worth a look. */
const silentAfterSeconds = 180;
const littleDisk = 5_000_000_000;

/** What needs somebody, then how everything stands. */
export async function overviewPage(portal: OperatorPages, visit: StaffVisit, startedAt: Date): Promise<Answer> {
  const now = portal.clock.now();
  const [state, free, probes] = await Promise.all([
    portal.db.asOperator("operator's overview", async (tx) => ({ alarms: await portal.hub.alarms(tx), queue: await portal.hub.queueFigures(tx), backlog: await portal.insight.backlog(tx), heartbeat: await portal.insight.lastHeartbeat(tx) })),
    portal.files.freeBytes(), portal.probes?.results() ?? [],
  ]);
  const { alarms, queue, backlog, heartbeat } = state;
  const names = await namesOf(portal, alarms.flatMap(({ service }) => service ?? []));
  // What was before this process began says nothing: a portal that has just been started gives its worker the same time.
  const quiet = heartbeat === undefined || (now.getTime() - heartbeat.getTime()) / 1000 > silentAfterSeconds;
  const silent = quiet && (now.getTime() - startedAt.getTime()) / 1000 > silentAfterSeconds;
  const open = portal.disturbances.all().filter((d) => d.startsAt <= now);
  const elsewhere = portal.gateway && attentionCount(await portal.gateway.inbound.attention());
  const body = html`${elsewhere !== undefined && elsewhere > 0 && notice("de", { kind: "warning", title: elsewhere === 1 ? "Dienste anderer Länder: 1 Punkt braucht Aufmerksamkeit" : `Dienste anderer Länder: ${elsewhere} Punkte brauchen Aufmerksamkeit`, body: html`<a class="kern-link" href="/betrieb/efa#aufmerksamkeit">Ansehen</a>` })}${section({ title: alarms.length === 0 ? "Alarme" : `Alarme (${alarms.length})`, body: alarms.length === 0 && !quiet && free > 0
    ? notice("de", { kind: "success", title: "Kein Alarm", body: elsewhere !== undefined && elsewhere > 0 ? "Was von hier ausgeht, kommt an." : "Alles, was eingeht, kommt an." })
    : html`${silent && notice("de", { kind: "danger", title: "Der Worker meldet sich nicht", body: heartbeat === undefined ? "Er hat sich noch nie gemeldet. Ohne ihn wird nichts zugestellt und nichts verschickt." : `Zuletzt ${since(heartbeat, now)}. Ohne ihn wird nichts zugestellt und nichts verschickt.` })}${quiet && !silent && notice("de", { kind: "info", title: "Der Worker läuft an", body: "Das Portal ist eben gestartet. Meldet sich der Worker in den nächsten Minuten nicht, steht hier ein Alarm." })}${free === 0 && notice("de", { kind: "danger", title: "Der Speicher ist voll", body: "Dateien werden zurzeit nicht angenommen." })}${alarms.length > 0 && alarmTable(portal, alarms, names, now)}` })}
${section({ title: "Zustellungen", more: { text: "Alle Zustellungen", href: "/betrieb/zustellungen" }, body: html`${table("de", {
    caption: "Zustellungen nach Stand", captionHidden: true, dense: true, columns: [{ title: "Stand" }, { title: "Anzahl" }],
    rows: deliveryStates.map((one) => [html`<a class="kern-link" href="/betrieb/zustellungen?stand=${one}">${stateWords[one].text}</a>`, String(queue.byState[one])]),
  })}${queue.oldestQueuedAt !== undefined && html`<p class="kern-body">Die älteste wartende ist ${duration((now.getTime() - queue.oldestQueuedAt.getTime()) / 1000)} alt.</p>`}` })}
${section({ title: "Störungen und Pausen", more: { text: "Ankündigen und beenden", href: "/betrieb/stoerungen" }, body: html`<p class="kern-body">${open.length === 0 ? "Zurzeit ist keine sichtbar." : `${open.length} sichtbar: ${open.map((d) => componentWords[d.component]).join(", ")}.`}</p>${probes.length > 0 && probeTable(probes, now)}` })}
${section({ title: "Maschine", body: html`<dl class="kern-description-list"><div class="kern-description-list-item"><dt class="kern-description-list-item__key">Worker</dt><dd class="kern-description-list-item__value">${heartbeat === undefined ? "hat sich noch nie gemeldet" : `letzte Runde ${since(heartbeat, now)}`}</dd></div><div class="kern-description-list-item"><dt class="kern-description-list-item__key">Freier Speicher für Dateien</dt><dd class="kern-description-list-item__value">${formatNumber(Math.round(free / 100_000_000) / 10, "de")} GB ${free < littleDisk && badge("knapp", "warning")}</dd></div></dl>
${backlog.length === 0 ? html`<p class="kern-body">Keine Aufgabe wartet.</p>` : table("de", { caption: "Wartende Aufgaben", dense: true, columns: [{ title: "Aufgabe" }, { title: "Anzahl" }, { title: "Fällig seit oder ab" }], rows: backlog.map(({ name, waiting, oldest }) => [jobName(name), String(waiting), oldest > now ? until(oldest, now) : since(oldest, now)]) })}` })}`;
  return operatorPage(portal, visit, { title: "Betrieb", body });
}

function alarmTable(portal: OperatorPages, alarms: readonly Alarm[], names: Names, now: Date): Html {
  return table("de", {
    caption: "Offene Alarme", captionHidden: true, columns: [{ title: "Was" }, { title: "Wo" }, { title: "Seit" }, { title: "Was tun" }],
    rows: alarms.map((alarm) => {
      const { title, advice } = alarmWords[alarm.kind];
      const href = alarm.kind === "dead-letters" ? `/betrieb/zustellungen?stand=unzustellbar&ziel=${alarm.destination ?? ""}` : alarm.destination === undefined ? "/betrieb/ziele" : `/betrieb/ziele/${alarm.destination}`;
      return [
        html`<a class="kern-link" href="${href}">${title}</a>${alarm.count > 0 && ` (${alarm.count})`}`, html`${townName(portal, alarm.tenant)}: ${alarm.destinationName ?? (alarm.service !== undefined && names.service(alarm.service))}`,
        alarm.since === undefined ? "" : alarm.since > now ? until(alarm.since, now) : since(alarm.since, now), html`${alarm.reason !== undefined && `${reasonText(alarm.reason)} `}${advice}`,
      ];
    }),
  });
}

function probeTable(probes: readonly ProbeResult[], now: Date): Html {
  return table("de", {
    caption: "Prüfungen jede Minute", dense: true, columns: [{ title: "Was" }, { title: "Ergebnis" }, { title: "Zuletzt geprüft" }, { title: "Zuletzt in Ordnung" }],
    rows: probes.map(({ component, failures, lastAt, lastSuccessAt }) => [
      componentWords[component], failures === 0 ? badge("in Ordnung", "success") : badge(failures === 1 ? "1 Fehler" : `${failures} Fehler in Folge`, failures === 1 ? "warning" : "danger"),
      since(lastAt, now), lastSuccessAt === undefined ? "noch nie" : since(lastSuccessAt, now),
    ]),
  });
}
