import type { Check } from "../check.ts";
import { misfits, operation, type Json } from "../specification.ts";
import { itemsOf, type Examination, type Heard, nowhere, word } from "./subject.ts";

const misfit = (what: string, answer: Heard, status: number, code?: string): string[] => (answer.status === status && (code === undefined || answer.json["code"] === code) ? [] : [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status}${code === undefined ? "" : ` ${code}`}`]);
const hour = 3_600_000;
/** A year ahead, where nobody has appointments yet. */
const period = (hours: number) => { const start = Math.ceil(Date.now() / hour) * hour + 365 * 24 * hour + hours * hour; return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + hour / 3).toISOString() }; };
const offers = (office: string, slots: readonly object[]) => ({ slots: slots.map((one) => ({ office, place: "Prüfraum 1", ...one })) });

async function offer({ token, ask }: Examination, office: string, slots: readonly object[]): Promise<Heard> {
  return ask(operation("addSlots"), { token: await token(), body: offers(office, slots) });
}
async function slotSeen({ token, ask }: Examination, id: string, at: { readonly startsAt: string }): Promise<Json | undefined> {
  return itemsOf(await ask(operation("listSlots"), { token: await token(), query: { from: at.startsAt, limit: "100" } })).find((one) => one["id"] === id);
}

/** Times that an office offers, and appointments of a case in them. */
export const appointmentChecks: readonly Check<Examination>[] = [
  {
    id: "appointments.offered", level: 3, title: "Angebotene Zeiten stehen einmal da, nach ihrem Beginn, in Seiten jeder Größe", rule: "openapi.json: addSlots, listSlots, deleteSlot",
    async run(examination) {
      const { token, ask } = examination;
      const given = { token: await token() };
      const [office = ""] = itemsOf(await ask(operation("listOffices"), given)).map(({ role }) => word(role));
      const [early, late] = [period(1), period(2)];
      const externalId = `CONFORMANCE-${crypto.randomUUID()}`;
      const made = await offer(examination, office, [{ ...late, externalId }, early]);
      if (made.status !== 201) return misfit("addSlots", made, 201);
      const again = await offer(examination, office, [{ ...late, externalId, capacity: 3 }]);
      const [second = "", first = ""] = itemsOf(made).map(({ id }) => word(id));
      const range = { from: early.startsAt, until: new Date(Date.parse(late.startsAt) + 1).toISOString() };
      const all = await ask(operation("listSlots"), { ...given, query: { ...range, limit: "100" } });
      const ids = itemsOf(all).map(({ id }) => word(id));
      const paged: string[] = [];
      for (let cursor: string | undefined; paged.length < 500;) {
        const page = await ask(operation("listSlots"), { ...given, query: { ...range, limit: "1", ...(cursor === undefined ? {} : { cursor }) } });
        paged.push(...itemsOf(page).map(({ id }) => word(id)));
        if (page.json["more"] !== true) break;
        cursor = word(page.json["next"]);
      }
      const backwards = await offer(examination, office, [{ startsAt: early.endsAt, endsAt: early.startsAt }]);
      const nobodys = await offer(examination, "conformance-nowhere", [early]);
      const gone = await Promise.all([first, second].map((slot) => ask(operation("deleteSlot"), { ...given, params: { slot } })));
      return [
        ...misfits("OfferedSlots", made.json), ...misfits("SlotPage", all.json), ...(itemsOf(again)[0]?.["id"] === second && itemsOf(again)[0]?.["capacity"] === 3 ? [] : ["a time offered again under its number is not the same one, changed"]),
        ...(ids.filter((id) => id === first || id === second).join() === `${first},${second}` ? [] : ["the times are not in the order of their beginning, each once"]), ...(paged.join() === ids.join() ? [] : ["pages of one show other times than one page"]),
        ...misfit("a time that ends before it begins", backwards, 422, "body-invalid"), ...misfit("a time of an office that there is not", nobodys, 422, "office-needed"), ...gone.flatMap((one) => misfit("deleteSlot", one, 204)), ...(await slotSeen(examination, first, early) === undefined ? [] : ["a time that is not offered any more is in the list"]),
      ];
    },
  },
  {
    id: "appointments.booked", level: 3, title: "Der letzte Platz geht an einen; wer ihn hat, behält ihn", rule: "openapi.json: requestAppointment, slot-taken, deleteSlot",
    async run(examination) {
      const { token, ask, kept, keep } = examination;
      const given = { token: await token(), params: { id: kept("application") } };
      const times = period(3);
      const found: string[] = [];
      // The specification does not say which office of several has the case: the one whose time can be booked.
      for (const office of itemsOf(await ask(operation("listOffices"), given)).map(({ role }) => word(role))) {
        const externalId = `CONFORMANCE-${crypto.randomUUID()}`;
        const slot = word(itemsOf(await offer(examination, office, [{ ...times, externalId }]))[0]?.["id"]);
        const book = () => ask(operation("requestAppointment"), { ...given, body: { slot, office } });
        const both = await Promise.all([book(), book()]);
        const booked = both.filter(({ status }) => status === 201);
        if (booked.length === 0) { await ask(operation("deleteSlot"), { token: given.token, params: { slot } }); continue; }
        const [one] = booked;
        keep("appointment", word(one?.json["id"]));
        keep("appointment office", office);
        keep("appointment slot", slot);
        const seen = await slotSeen(examination, slot, times);
        found.push(
          ...(booked.length === 1 ? both.filter(({ status }) => status !== 201).flatMap((other) => misfit("the second for the last place", other, 409, "slot-taken")) : ["two got the last place"]), ...misfits("Appointment", one?.json),
          ...(one?.json["startsAt"] === times.startsAt && one.json["place"] === "Prüfraum 1" && one.json["state"] === "booked" ? [] : ["the appointment is not in the time that was booked"]), ...(seen?.["free"] === 0 ? [] : ["a taken time does not say so"]),
          ...misfit("a taken time that is withdrawn", await ask(operation("deleteSlot"), { token: given.token, params: { slot } }), 409, "slot-taken"), ...misfit("a taken time that is made another one", await offer(examination, office, [{ ...times, externalId, place: "Prüfraum 2" }]), 409, "slot-taken"),
          ...misfit("a time that there is not", await ask(operation("requestAppointment"), { ...given, body: { slot: nowhere, office } }), 409, "slot-taken"),
        );
        const list = await ask(operation("listAppointments"), given);
        return [...found, ...misfits("AppointmentList", list.json), ...(itemsOf(list).some(({ id }) => id === one?.json["id"]) ? [] : ["the appointment is not in the list of the case"])];
      }
      return ["no office of the municipality can have an appointment with this application"];
    },
  },
  {
    id: "appointments.changed", level: 3, title: "Verlegt bleibt es derselbe Termin, abgesagt ist die Zeit wieder frei; beides wird erzählt, ohne Ort und Worte", rule: "openapi.json: changeAppointment, revokeAppointment, listEvents",
    async run(examination) {
      const { token, ask, kept, until } = examination;
      const [appointment, before] = [kept("appointment"), kept("appointment slot")];
      const given = { token: await token(), params: { id: kept("application"), appointment } };
      const [old, times] = [period(3), period(4)];
      const slot = word(itemsOf(await offer(examination, kept("appointment office"), [times]))[0]?.["id"]);
      const moved = await ask(operation("changeAppointment"), { ...given, body: { slot, text: "Worte der Prüfung" } });
      const freed = await slotSeen(examination, before, old);
      const cancelled = await ask(operation("revokeAppointment"), { ...given, body: { text: "Worte der Prüfung" } });
      const again = await ask(operation("revokeAppointment"), { ...given, body: {} });
      const free = await slotSeen(examination, slot, times);
      const events = await until("booking, move and cancellation are in the feed", async () => {
        const all = itemsOf(await ask(operation("listEvents"), { token: given.token, query: { application: given.params.id, limit: "100" } })).filter(({ type }) => word(type).startsWith("appointment."));
        return all.some(({ type }) => type === "appointment.cancelled") ? all : undefined;
      });
      for (const one of [before, slot]) await ask(operation("deleteSlot"), { token: given.token, params: { slot: one } });
      return [
        ...misfit("changeAppointment", moved, 201), ...misfits("Appointment", moved.json), ...(moved.json["id"] === appointment && moved.json["slot"] === slot && Number(moved.json["revision"]) > 1 ? [] : ["a moved appointment is not the same one in its new time"]), ...(freed?.["free"] === 1 ? [] : ["the old time is not free"]),
        ...misfit("revokeAppointment", cancelled, 201), ...(cancelled.json["state"] === "cancelled" ? [] : ["a cancelled appointment does not say so"]), ...(free?.["free"] === 1 ? [] : ["the time of a cancelled appointment is not free"]), ...misfit("cancelling it again", again, 409, "appointment-over"),
        ...(events.map(({ type }) => type).join() === "appointment.booked,appointment.moved,appointment.cancelled" ? [] : [`the events are ${events.map(({ type }) => word(type)).join(", ")}`]), ...(/Prüfraum|Worte der Prüfung/.test(JSON.stringify(events)) ? ["an event holds the place or the words"] : []),
      ];
    },
  },
];
