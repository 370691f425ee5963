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

/** All appointments of the case, those to come first: the calendar itself is kept by the program that books them. */
export function caseAppointments({ view, portal, desk }: CaseContext): Content {
  const now = portal.clock.now();
  const next = toCome(view.appointments, now);
  const inOrder = [...next, ...view.appointments.filter((one) => !next.includes(one)).toSorted((a, b) => b.startsAt.getTime() - a.startsAt.getTime())];
  const state = (one: Appointment): Content => (one.state === "cancelled" ? badge("abgesagt", "danger") : one.endsAt <= now ? badge("vorbei", "info") : badge("vereinbart", "success"));
  return html`<h2>Termine</h2>${view.appointments.length === 0 ? emptyState({ icon: "calendar-today", text: "Zu diesem Vorgang gibt es keinen Termin." }) : table("de", {
    caption: "Termine des Vorgangs", captionHidden: true, columns: [{ title: "Wann" }, { title: "Wo" }, { title: "Stand" }],
    rows: inOrder.map((one) => [whenInWords("de", one), html`${one.place}<br><span class="portal-muted">${portal.offices.describe(desk.tenant.id, one.office)?.name ?? one.office}</span>`, state(one)]),
  })}<p class="kern-body portal-muted">Vereinbart wird im Terminkalender, der mit dem Portal verbunden ist; verlegen und absagen können Sie auch hier, mit einem Grund für die Person. Auch die Person kann einen Termin absagen. Alles steht hier und im Verlauf.</p>`;
}
