import { html, type Html } from "@kommunalportal/html";
import type { ContractState, RegisterEntry } from "#modules/gateway";
import { addDays } from "#platform/clock";
import { badge } from "#ui/badge";
import { formatDate } from "#ui/format";

/** The state of a contract in the words of an editor. */
export function contractWords(contract: ContractState): string {
  // Stored is the first day on which it is not in force any more; people name the last one on which it is.
  const lastDay = (end: string): string => formatDate(addDays(end, -1), "de");
  const inForceTo = (end: string | undefined): string => (end === undefined ? "" : `, galt bis ${lastDay(end)}`);
  switch (contract.kind) {
    case "not-needed": return "kein Vertrag nötig";
    case "in-force": return `abgerufen${contract.until === undefined ? "" : `, gilt bis ${lastDay(contract.until)}`}`;
    case "none": return "nicht abgerufen";
    case "ordered": return "bestellt";
    case "begins-later": return `beginnt später${contract.on === undefined ? "" : ` (${formatDate(contract.on, "de")})`}`;
    case "ended": return `beendet${inForceTo(contract.on)}`;
    case "no-framework": return "Rahmenvereinbarung fehlt";
    case "framework-ended": return `Rahmenvereinbarung ist ausgelaufen${inForceTo(contract.on)}`;
  }
}

/** What people of the town find now, and what is still to be done for it. */
export function entryState({ contract, connection, missing }: RegisterEntry): { readonly text: string; readonly open: boolean } {
  if (!contract.inForce) return { text: "nicht angeboten", open: false };
  if (connection?.open !== true) return { text: "nicht geöffnet", open: false };
  return missing.length > 0 ? { text: "unvollständig: Organisationseinheit-ID fehlt", open: false } : { text: "angeboten", open: true };
}

/** The end of a certificate, with a word of warning from 60 days before. */
export function certificateEnding(until: Date, now: Date): Html {
  const days = Math.floor((until.getTime() - now.getTime()) / 86_400_000);
  return html`${formatDate(until, "de")}${days < 60 && html` ${badge(days < 0 ? "abgelaufen" : days === 1 ? "noch 1 Tag" : `noch ${days} Tage`, days < 7 ? "danger" : "warning")}`}`;
}
