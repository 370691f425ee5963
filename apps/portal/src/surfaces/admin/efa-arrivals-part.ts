import { html, type Content, type Html } from "@kommunalportal/html";
import { faultWords, type ArrivalSummary, type UnopenedWhy } from "#modules/gateway";
import { badge } from "#ui/badge";
import { formButton } from "#ui/button";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Desk } from "./admin-pages.ts";

type Tone = "info" | "success" | "warning" | "danger";
const states: Readonly<Record<ArrivalSummary["state"], readonly [string, Tone]>> = {
  listed: ["wird geholt", "info"], "taken-in": ["im Eingang, Quittung folgt", "info"], accepted: ["im Eingang", "success"], refusing: ["wird abgelehnt", "warning"], rejected: ["abgelehnt", "danger"], unopened: ["ungeöffnet", "warning"],
};
const kinds: Readonly<Record<ArrivalSummary["kind"], string>> = { unknown: "Nachricht", application: "Antrag", answer: "Antwort in einem Vorgang", repeat: "Wiederholung eines Antrags, der schon da ist" };
/** Why nothing was opened, and what helps. */
const reasons: Readonly<Record<UnopenedWhy, string>> = {
  order: "Der Auftrag zur Entschlüsselung fehlt. Wird er erteilt, öffnet das Portal die Nachricht.",
  key: "Verschlüsselt für einen Schlüssel, der nicht hier liegt. Kommt er dazu, öffnet das Portal die Nachricht; sonst öffnet die Stadt sie selbst.",
  format: "Verschlüsselt mit einem Verfahren, das hier nicht gelesen wird. Die Stadt öffnet die Nachricht selbst oder lässt beim Postfach das ältere Verfahren zu.",
};

/** By the delivery service itself (delivery.md 1.5.6). */
const rejectsAfterDays = 14;

export const waitingTitle = (count: number): string => (count === 1 ? "Eine Nachricht wartet ungeöffnet" : `${count} Nachrichten warten ungeöffnet`);

/** At the top of the page: what waits for the town itself, which stands far below. */
export function attentionNotice(arrivals: readonly ArrivalSummary[]): Content {
  const waiting = arrivals.filter(({ state }) => state === "unopened").length;
  return waiting > 0 && notice("de", { kind: "warning", title: waitingTitle(waiting), body: html`<p class="kern-body">Der Tag des Eingangs zählt trotzdem. <a class="kern-link" href="#angekommen">Ansehen, warum und was hilft</a></p>` });
}

/** Part of `…/efa/empfang`: what came and what became of it. Nothing is ever only gone: what nobody here can open waits, with the reason. */
export function arrivalsPart({ at, visit }: Desk, arrivals: readonly ArrivalSummary[], may: boolean): Html {
  if (arrivals.length === 0) return html`<p>Noch ist nichts angekommen.</p>`;
  return table("de", {
    caption: "Zuletzt angekommen", captionHidden: true, columns: [{ title: "Angekommen" }, { title: "Über" }, { title: "Stand" }, { title: "Was" }, { title: "Hinweis" }],
    rows: arrivals.map((one) => [formatDateTime(one.arrivedAt ?? one.listedAt, "de"), one.by === "xta" ? "XTA" : "FIT-Connect", badge(...standOf(one)), html`${kinds[one.kind]}${one.by === "fit-connect" && html`<br><span class="portal-muted">Einreichung ${one.submission}</span>`}`, hint(one)]),
  });

  function hint(one: ArrivalSummary): Content {
    if (one.state === "unopened") {
      const action = at(`efa/empfang/ungeoeffnet/${one.submission}`);
      const answer = (text: string, antwort: string): Html => formButton({ action, csrf: visit.staff.csrf, text, hidden: `vom ${formatDateTime(one.listedAt, "de")}`, kind: "tertiary", small: true, fields: { antwort } });
      return html`<p>${reasons[one.unopenedWhy ?? "order"]}${one.by === "fit-connect" && ` FIT-Connect weist zurück, was 14 Tage lang niemand abholt: hier am ${formatDate(new Date(one.listedAt.getTime() + rejectsAfterDays * 86_400_000), "de")}.`}</p>${may && html`<p><a class="kern-link" href="${action}.zip">${one.by === "xta" ? "Nachricht herunterladen (ZIP)" : "Verschlüsselt herunterladen"}</a></p>${answer("Selbst geöffnet: angenommen", "accept")}<details class="portal-more"><summary>Ablehnen</summary><p>Der andere Dienst und durch ihn die Person erfahren, dass die Behörde den Antrag nicht verarbeiten konnte. Das lässt sich nicht zurücknehmen.</p>${answer("Endgültig ablehnen", "reject")}</details>`}`;
    }
    if (one.fault !== undefined) return `Wird wieder versucht, bisher ${one.attempts}-mal vergeblich. Zuletzt: ${faultWords(one.fault)}`;
    return one.problems.map(({ title, detail }) => detail ?? title).join(" ");
  }
}

/** What the town opened itself lies in no inbox here. */
const standOf = ({ state, kind }: ArrivalSummary): readonly [string, Tone] => (state === "accepted" && kind === "unknown" ? ["von der Stadt selbst geöffnet", "success"] : state === "accepted" && kind === "repeat" ? ["schon da", "success"] : states[state]);
