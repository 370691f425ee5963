import { html, type Content } from "@kommunalportal/html";
import { isToldHere } from "#modules/answers";
import { isEfaSlug, type UndeliveredReply } from "#modules/gateway";
import type { CaseView } from "#modules/casework";
import { notice } from "#ui/notice";
import type { StaffPortal } from "./staff-portal.ts";
import { eventTitle } from "./words.ts";

/** Of a case: its application and service, and what was said in it. */
export interface ToldCase {
  readonly head: Pick<CaseView["head"], "id" | "service">;
  readonly events: readonly Pick<CaseView["events"][number], "id" | "type" | "data">[];
}

/** Who applied in a service run elsewhere has no account here: that service carries what the office says, and what does not arrive there stands in the notice below. */
export const isTold = (head: Pick<CaseView["head"], "service" | "account" | "hasLookupCode">): boolean => isEfaSlug(head.service) || isToldHere(head);

/** What the other side of an application from elsewhere has not heard, as the office has to know it: otherwise it would wait for an answer to what nobody read. */
export async function notToldElsewhere(portal: Pick<StaffPortal, "gateway">, { head, events }: ToldCase): Promise<Content> {
  if (!portal.gateway || !isEfaSlug(head.service)) return false;
  const missing = (await portal.gateway.replies.undelivered(head.id)).filter(({ state }) => state !== "sent");
  if (missing.length === 0) return false;
  const titleOf = ({ event }: UndeliveredReply): string => { const found = events.find(({ id }) => id === event); return found ? eventTitle(found.type, found.data) : "Nachricht"; };
  const waits = missing.every(({ state }) => state === "queued");
  return notice("de", {
    kind: "warning", title: waits ? "Der andere Online-Dienst ist gerade nicht zu erreichen" : "Das hat die Person nicht auf elektronischem Weg bekommen",
    body: html`<p class="kern-body">${missing.map(titleOf).join(", ")}.</p><p class="kern-body">${waits ? "Es wird weiter versucht. Ist es eilig, rufen Sie an oder schreiben Sie mit der Post." : "Schreiben Sie mit der Post, oder rufen Sie an."} ${[...new Set(missing.map(({ reason }) => reasons(reason)))].join(" ")}</p>`,
  });
}

function reasons(reason: string): string {
  if (reason.startsWith("zbp-refused")) return "Das BundID-Postfach nimmt die Nachricht nicht an.";
  if (reason.startsWith("reply-refused: ")) return `Der andere Online-Dienst hat die Nachricht zurückgewiesen. ${reason.slice("reply-refused: ".length)}`.trim();
  const known: Readonly<Record<string, string>> = {
    "no-reply-channel": "Der Antrag nennt keinen elektronischen Weg, der hier bedient wird.", "standard-unknown": "Der andere Dienst spricht einen anderen Standard.", "way-forgotten": "Der Weg zurück ist nach dem Ende des Vorgangs gelöscht.",
    "no-access": "Diese Installation hat zu dem Weg keinen Zugang.", "reply-undeliverable": "Der Vermittler kann die Nachricht an den Online-Dienst nicht zustellen.", "reply-not-taken": "Der andere Online-Dienst hat die Nachricht zwei Wochen lang nicht angenommen.", "waits-for-zbp": "Das BundID-Postfach hat noch nicht bestätigt.", "zbp-no-answer": "Das BundID-Postfach hat eine Woche lang nicht geantwortet.",
  };
  return known[reason] ?? "Der andere Dienst nimmt die Nachricht nicht an oder antwortet nicht.";
}
