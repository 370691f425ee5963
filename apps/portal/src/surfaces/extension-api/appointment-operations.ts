import { presentAppointment, presentSlot } from "#modules/extensions";
import { z } from "zod";
import { limit } from "./application-operations.ts";
import { component, means } from "./component.ts";
import { ApiProblem } from "./api-problem.ts";
import { json, operation, written } from "./operation.ts";
import { at, exampleIds, id, office } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });
const one = () => z.strictObject({ id: id(), appointment: id() });
const none = () => z.strictObject({});
const place = () => means(z.string().trim().min(1).max(200), "Wohin die Person kommt.", "Where the person comes to.");
const words = () => means(z.string().max(5_000), "Weitere Worte für die Person. Zeit und Ort stehen schon in der Nachricht.", "Further words for the person. Time and place stand in the message already.").optional();
const externalId = () => means(z.string().regex(/^[\x21-\x7e]{1,100}$/), "Nummer in Ihrem Kalender: Noch einmal angeboten, wird die Zeit geändert statt verdoppelt.", "Number in your calendar: offered again, the time is changed instead of doubled.").optional();
const period = { startsAt: at(), endsAt: at() };
const during = { startsAt: "2026-03-10T09:00:00.000Z", endsAt: "2026-03-10T09:20:00.000Z", place: "Bürgerbüro, Marktplatz 1, Zimmer 12" };

const slot = component("Slot", z.object({ id: id(), office: office(), ...period, place: place(), capacity: z.int().min(1), free: means(z.int().min(0), "Noch nicht vergeben.", "Not taken yet."), externalId: externalId() }),
  { id: exampleIds.event, office: "steueramt", ...during, capacity: 1, free: 1, externalId: "T-4711" });
const slotPage = component("SlotPage", z.object({ items: z.array(slot.schema), next: z.string().max(100), more: z.boolean() }), { items: [slot.example], next: "2026-03-10T09:00:00.000Z_01890a5d-ac96-774b-bcce-b302099a8059", more: false });
const offeredSlots = component("OfferedSlots", z.object({ items: z.array(slot.schema) }), { items: [slot.example] });
const slotsRequest = component("SlotsRequest", z.strictObject({
  slots: z.array(z.strictObject({ office: office(), ...period, place: place(), capacity: z.int().min(1).max(100).optional(), externalId: externalId() })
    .refine((given) => Date.parse(given.endsAt) > Date.parse(given.startsAt), { message: "endsAt is after startsAt" })).min(1).max(100),
}), { slots: [{ office: "steueramt", ...during, capacity: 1, externalId: "T-4711" }] });

const appointment = component("Appointment", z.object({
  id: id(), application: id(), office: office(), slot: id(), state: z.enum(["booked", "cancelled"]), ...period, place: place(), revision: means(z.int().min(1), "Wächst mit jeder Änderung.", "Grows with every change."),
}), { id: exampleIds.webhook, application: exampleIds.application, office: "steueramt", slot: exampleIds.event, state: "booked", ...during, revision: 1 });
const appointmentList = component("AppointmentList", z.object({ items: z.array(appointment.schema) }), { items: [appointment.example] });
const appointmentRequest = component("AppointmentRequest", z.strictObject({ slot: id(), text: words(), office: office().optional() }), { slot: exampleIds.event, text: "Bitte bringen Sie Ihren Ausweis mit." });
const moveRequest = component("MoveRequest", z.strictObject({ slot: id(), text: words() }), { slot: exampleIds.event });
const cancellationRequest = component("CancellationRequest", z.strictObject({ text: words() }), { text: "Unsere Mitarbeiterin ist erkrankt. Wir schlagen Ihnen einen neuen Termin vor." });

const scope = "termine.fuehren";
const slotCursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)_([0-9a-f-]{36})$/;

export const appointmentOperations = [
  operation({
    id: "listSlots", method: "GET", path: "/appointment-slots", tag: "appointments", scope, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Freie Zeiten auflisten", en: "List times" },
    description: { de: "Angebotene Zeiten der erlaubten Ämter nach ihrem Beginn; ohne `from` die noch kommenden.", en: "Offered times of the permitted offices by their beginning; those to come when `from` is absent." },
    params: none(), query: z.strictObject({ office: office().optional(), from: means(at(), "Beginn ab.", "Beginning at or after.").optional(), until: means(at(), "Beginn vor.", "Beginning before.").optional(), free: means(z.enum(["true", "false"]), "Nur solche, die noch jemanden aufnehmen.", "Only those that still take somebody.").optional(), cursor: z.string().regex(slotCursor).optional(), limit: limit() }),
    success: { status: 200, content: slotPage }, problems: ["query-invalid"],
    async handle({ bearer, query }, { extensions, clock }) {
      const [, startsAt = "", slotId = ""] = slotCursor.exec(query.cursor ?? "") ?? [];
      if (query.cursor !== undefined && Number.isNaN(Date.parse(startsAt))) throw new ApiProblem("query-invalid", { errors: [{ pointer: "cursor", message: "it comes unchanged from an answer of this list" }] });
      const found = await extensions.findSlots(bearer, {
        office: query.office, from: query.from === undefined ? clock.now() : new Date(query.from), until: query.until === undefined ? undefined : new Date(query.until), onlyFree: query.free === "true",
        after: query.cursor === undefined ? undefined : { startsAt: new Date(startsAt), id: slotId }, limit: query.limit + 1,
      });
      return json(found, (all) => {
        const items = all.slice(0, query.limit);
        const last = items.at(-1);
        return { items: items.map(presentSlot), next: last ? `${last.startsAt.toISOString()}_${last.id}` : query.cursor ?? "", more: all.length > items.length };
      });
    },
  }),
  operation({
    id: "addSlots", method: "POST", path: "/appointment-slots", tag: "appointments", scope, since: "1.1", stability: "beta", writes: true,
    summary: { de: "Zeiten anbieten", en: "Offer times" },
    description: { de: "Bis zu 100 Zeiten, alle oder keine. Eine Zeit, die jemand hat, wird weder verlegt noch kleiner gemacht als vergeben.", en: "Up to 100 times, all or none. A time that somebody has is neither moved nor made smaller than what is taken." },
    params: none(), query: none(), body: slotsRequest, success: { status: 201, content: offeredSlots }, problems: ["body-invalid", "office-needed", "slot-taken"],
    async handle({ bearer, body, write }, { extensions }) {
      return written(await extensions.offerSlots(bearer, body.slots.map((given) => ({ office: given.office, startsAt: new Date(given.startsAt), endsAt: new Date(given.endsAt), place: given.place, capacity: given.capacity ?? 1, externalId: given.externalId })), write));
    },
  }),
  operation({
    id: "deleteSlot", method: "DELETE", path: "/appointment-slots/{slot}", tag: "appointments", scope, since: "1.1", stability: "beta", writes: true,
    summary: { de: "Zeit nicht mehr anbieten", en: "Offer a time no longer" },
    description: { de: "Nur eine eigene Zeit, die niemand hat: Sonst verlegen Sie zuerst die Termine oder sagen sie ab, damit die Personen es erfahren.", en: "Only a time of your own that nobody has: otherwise move or cancel the appointments first, so that people are told." },
    params: z.strictObject({ slot: id() }), query: none(), success: { status: 204, content: undefined }, problems: ["not-found", "slot-taken"],
    async handle({ bearer, params: given, write }, { extensions }) { return written(await extensions.withdrawSlot(bearer, given.slot, write)); },
  }),
  operation({
    id: "listAppointments", method: "GET", path: "/applications/{id}/appointments", tag: "appointments", scope, since: "1.1", stability: "beta", writes: false,
    summary: { de: "Termine eines Vorgangs auflisten", en: "List the appointments of an application" }, description: { de: "Auch abgesagte, der älteste zuerst.", en: "Cancelled ones too, oldest first." },
    params: params(), query: none(), success: { status: 200, content: appointmentList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) { return json(await extensions.appointments(bearer, given.id), (items) => ({ items: items.map(presentAppointment) })); },
  }),
  operation({
    id: "requestAppointment", method: "POST", path: "/applications/{id}/appointments", tag: "appointments", scope, since: "1.1", stability: "beta", writes: true,
    summary: { de: "Termin buchen", en: "Book an appointment" },
    description: { de: "Der letzte Platz geht an einen. Die Person liest Zeit, Ort und Ihre Worte in ihrem Vorgang und im Postfach.", en: "The last place goes to one. The person reads time, place and your words in their case and in the mailbox." },
    params: params(), query: none(), body: appointmentRequest, success: { status: 201, content: appointment }, problems: ["not-found", "body-invalid", "office-needed", "status-not-allowed", "slot-taken"],
    async handle({ bearer, params: given, body, write }, { extensions }) { return written(await extensions.bookAppointment(bearer, { application: given.id, slot: body.slot, text: body.text ?? "", office: body.office }, write)); },
  }),
  operation({
    id: "changeAppointment", method: "POST", path: "/applications/{id}/appointments/{appointment}/moves", tag: "appointments", scope, since: "1.1", stability: "beta", writes: true,
    summary: { de: "Termin verlegen", en: "Move an appointment" },
    description: { de: "Auf eine andere Zeit desselben Amtes. Es bleibt derselbe Termin; die alte Zeit ist sofort wieder frei.", en: "To another time of the same office. It stays the same appointment; the old time is free at once." },
    params: one(), query: none(), body: moveRequest, success: { status: 201, content: appointment }, problems: ["not-found", "body-invalid", "status-not-allowed", "slot-taken", "appointment-over"],
    async handle({ bearer, params: given, body, write }, { extensions }) { return written(await extensions.moveAppointment(bearer, { application: given.id, appointment: given.appointment, slot: body.slot, text: body.text ?? "" }, write)); },
  }),
  operation({
    id: "revokeAppointment", method: "POST", path: "/applications/{id}/appointments/{appointment}/cancellation", tag: "appointments", scope, since: "1.1", stability: "beta", writes: true,
    summary: { de: "Termin absagen", en: "Cancel an appointment" }, description: { de: "Die Person erfährt es; die Zeit ist sofort wieder frei.", en: "The person is told; the time is free at once." },
    params: one(), query: none(), body: cancellationRequest, success: { status: 201, content: appointment }, problems: ["not-found", "body-invalid", "status-not-allowed", "appointment-over"],
    async handle({ bearer, params: given, body, write }, { extensions }) { return written(await extensions.cancelAppointment(bearer, { application: given.id, appointment: given.appointment, text: body.text ?? "" }, write)); },
  }),
];
