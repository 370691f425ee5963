import { html, type Html } from "@kommunalportal/html";
import { faultWords, type GatewayAttention, type UnopenedWhy } from "#modules/gateway";
import { badge } from "#ui/badge";
import { formatDate } from "#ui/format";
import { table } from "#ui/table";
import { type OperatorPages, townName } from "./operator-pages.ts";
import { since, until } from "./words.ts";

type Arrival = GatewayAttention["arrivals"][number];
const ways = { "fit-connect": "FIT-Connect", xta: "XTA" } as const;
const unopened: Readonly<Record<UnopenedWhy, string>> = {
  order: "Der Auftrag der Stadt fehlt. Sie erteilt ihn oder lädt die Nachricht herunter.", key: "Verschlüsselt für einen Schlüssel, der nicht hier liegt. Die Stadt trägt ihn ein oder öffnet selbst.",
  format: "Verschlüsselt mit einem Verfahren, das nicht gelesen wird. Die Stadt öffnet selbst oder lässt das ältere Verfahren zu.",
};
const kinds: Readonly<Record<Arrival["kind"], readonly [string, "warning" | "danger"]>> = { failing: ["scheitert", "danger"], unopened: ["ungeöffnet", "warning"], rejected: ["abgelehnt", "warning"] };
const what = { "fit-connect": "Schlüssel am Zustellpunkt", xta: "Schlüssel für XTA", access: "Zugang zum XTA-Server" } as const;

export const attentionCount = ({ arrivals, replies, certificates }: GatewayAttention): number => arrivals.filter(({ kind }) => kind !== "rejected").length + replies.filter(({ state }) => state !== "sent").length + certificates.length;

/** Part of `/betrieb/efa`: what from services elsewhere needs somebody, in words; nothing of the content. */
export function attentionPart(portal: OperatorPages, { arrivals, replies, certificates }: GatewayAttention): Html {
  const now = portal.clock.now();
  if (arrivals.length + replies.length + certificates.length === 0) return html`<p>Nichts. Was kommt, wird geöffnet und liegt im Eingang; was die Ämter antworten, kommt an.</p>`;
  return html`${arrivals.length > 0 && table("de", {
    caption: "Was ankommt", dense: true, columns: [{ title: "Ort" }, { title: "Stand" }, { title: "Anzahl" }, { title: "Seit" }, { title: "Grund" }],
    rows: arrivals.map((one) => [townName(portal, one.tenant), html`${badge(...kinds[one.kind])} ${ways[one.by]}`, String(one.count), since(one.since, now), reasonOf(one)]),
  })}${replies.length > 0 && table("de", {
    caption: "Was Ämter antworten", dense: true, columns: [{ title: "Ort" }, { title: "Stand" }, { title: "Anzahl" }, { title: "Seit" }, { title: "Grund" }],
    rows: replies.map((one) => [townName(portal, one.tenant), one.state === "queued" ? badge("wird wieder versucht", "warning") : one.state === "sent" ? badge("nur zum Teil angekommen", "warning") : badge("nicht angekommen", "danger"), String(one.count), since(one.since, now), replyReason(one.reason)]),
  })}${certificates.length > 0 && table("de", {
    caption: "Zertifikate, die enden", dense: true, columns: [{ title: "Ort" }, { title: "Wofür" }, { title: "Gilt bis" }],
    rows: certificates.map((one) => [townName(portal, one.tenant), what[one.what], html`${formatDate(one.until, "de")}${one.until < now ? html` ${badge("abgelaufen", "danger")}` : `, ${until(one.until, now)}`}`]),
  })}`;
}

function reasonOf({ kind, why, reason }: Arrival): string {
  if (kind === "unopened") return unopened[why ?? "order"];
  return kind === "failing" ? `Es wird wieder versucht, höchstens jede Stunde. Zuletzt: ${faultWords(reason)}` : `${reason} Der andere Dienst weiß es.`;
}

/** Codes of replies as words. */
export function replyReason(reason: string): string {
  if (reason.startsWith("zbp-refused")) return `Das BundID-Postfach nimmt die Nachricht nicht an. ${reason.slice("zbp-refused: ".length)}`;
  if (reason.startsWith("reply-refused: ")) return `Der andere Dienst hat die Nachricht zurückgewiesen. ${reason.slice("reply-refused: ".length)}`.trim();
  const known: Readonly<Record<string, string>> = {
    "no-reply-channel": "Der Antrag nennt keinen Weg, der hier bedient wird. Das Amt antwortet mit der Post.", "standard-unknown": "Der andere Dienst spricht einen anderen Standard. Das Amt antwortet mit der Post.", "way-forgotten": "Der Weg zurück ist nach dem Ende des Vorgangs gelöscht.",
    "no-access": "Diese Installation hat zu dem Weg keinen Zugang.", "reply-undeliverable": "Der XTA-Server kann die Nachricht an den anderen Dienst nicht zustellen.", "reply-not-taken": "Der andere Dienst hat die Nachricht zwei Wochen lang nicht angenommen.", "waits-for-zbp": "Die Brücke zum BundID-Postfach hat noch nicht bestätigt.", "zbp-no-answer": "Die Brücke zum BundID-Postfach hat eine Woche lang nicht geantwortet.",
  };
  return known[reason] ?? `Zuletzt: ${faultWords(reason)}`;
}
