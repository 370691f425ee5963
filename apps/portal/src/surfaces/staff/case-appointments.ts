import { html, type Content } from "@kommunalportal/html";
import { whenInWords, type Appointment } from "#modules/appointments";
import { badge } from "#ui/badge";
import { emptyState } from "#ui/empty-state";
import { table } from "#ui/table";
import type { CaseContext } from "./case-forms.ts";

/** Those that somebody still comes to, the next one first. */
export function toCome(appointments: readonly Appointment[], now: Date): readonly Appointment[] {
  return appointments.filter(({ state, endsAt }) => state === "booked" && endsAt > now).toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** All appointments of the case: the calendar itself is kept by the program that books them. */
export function caseAppointments({ view, portal, desk }: CaseContext): Content {
  const now = portal.clock.now();
  const state = (one: Appointment): Content => (one.state === "cancelled" ? badge("abgesagt", "danger") : one.endsAt <= now ? badge("vorbei", "info") : badge("vereinbart", "success"));
  return html`<h2>Termine</h2>${view.appointments.length === 0 ? emptyState({ icon: "calendar-today", text: "Zu diesem Vorgang gibt es keinen Termin." }) : table("de", {
    caption: "Termine des Vorgangs", captionHidden: true, columns: [{ title: "Wann" }, { title: "Ort" }, { title: "Amt" }, { title: "Stand" }],
    rows: view.appointments.toReversed().map((one) => [whenInWords("de", one), one.place, portal.offices.describe(desk.tenant.id, one.office)?.name ?? one.office, state(one)]),
  })}<p class="kern-body portal-muted">Vereinbart und verlegt wird im Terminkalender, der mit dem Portal verbunden ist. Die Person kann einen Termin selbst absagen; das steht dann hier und im Verlauf.</p>`;
}
