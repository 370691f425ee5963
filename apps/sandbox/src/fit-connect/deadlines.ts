import { callbacksAbout } from "./callbacks.ts";
import { EVENT_PROBLEM_PREFIX } from "./event-uris.ts";
import type { Parcel } from "./records.ts";
import { serviceEvent } from "./service-event.ts";
import { now, type Service } from "./service.ts";
import { TERMS } from "./terms.ts";

const DAY = 86_400_000;

interface Step { readonly due: number; readonly take: () => Promise<void> }

/** Writes to the technical contact of a destination that does not fetch a submission (1.5.6). A sender, who gets replies, has no such contact. */
export type Remind = (parcel: Parcel, days: number) => Promise<void>;

export interface Deadlines {
  /** Does everything that is due by the service's clock, however far that has jumped. Runs at once when nothing is due. */
  run(): Promise<void>;
}

/** The jobs that only time causes: removal, reminders, automatic reject, deletion, the end of the log (delivery.md 1.5.6, 7.8). */
export function createDeadlines(host: Service, remind: Remind): Deadlines {
  const { store } = host;
  let earliest = Number.NEGATIVE_INFINITY;
  store.onChange(({ parcel, events }) => {
    const step = parcel && nextStep(host, parcel, remind);
    if (step) earliest = Math.min(earliest, step.due);
    if (events?.length) earliest = Math.min(earliest, now(host) + TERMS.forgetCase * DAY);
  });

  const sweep = async (): Promise<void> => {
    for (const { caseId } of store.cases.values()) {
      await store.inTurn(caseId, async () => {
        for (const { id } of store.parcelsOf(caseId)) {
          for (let step = stepOf(id); step && step.due <= now(host); step = stepOf(id)) await step.take();
        }
        const last = store.events(caseId).at(-1);
        if (last && last.at + TERMS.forgetCase * DAY <= now(host)) await store.commit({ forgottenCase: caseId });
      });
    }
  };
  const stepOf = (id: string): Step | undefined => {
    const parcel = store.parcels.get(id);
    return parcel && nextStep(host, parcel, remind);
  };
  const earliestOfAll = (): number => {
    let found = Number.POSITIVE_INFINITY;
    for (const id of store.parcels.keys()) found = Math.min(found, stepOf(id)?.due ?? found);
    for (const caseId of store.cases.keys()) found = Math.min(found, (store.events(caseId).at(-1)?.at ?? 0) + TERMS.forgetCase * DAY);
    return found;
  };

  let running: Promise<void> | undefined;
  return {
    async run() {
      if (running) return running;
      if (now(host) < earliest) return undefined;
      running = sweep();
      try {
        await running;
        earliest = earliestOfAll();
      } finally {
        running = undefined;
      }
      return undefined;
    },
  };
}

/** What time does to a parcel next. */
function nextStep(host: Service, parcel: Parcel, remind: Remind): Step | undefined {
  const { state, announcedAt, submittedAt = announcedAt, endedAt = announcedAt, endedBy, reminded, from, fetchedAt } = parcel;
  if (state === "incomplete") return { due: announcedAt + TERMS.incomplete * DAY, take: () => remove(host, parcel) };
  if (state === "accepted" || state === "rejected") {
    return { due: endedBy === "service" ? submittedAt + TERMS.deleteUnanswered * DAY : endedAt + TERMS.deleteAnswered * DAY, take: () => remove(host, parcel) };
  }
  if (state === "deleted") return undefined;
  const days = from === "sender" && state === "submitted" && fetchedAt === undefined ? TERMS.remind.find((day) => !reminded.includes(day)) : undefined;
  if (days === undefined) return { due: submittedAt + TERMS.reject * DAY, take: () => rejectUnanswered(host, parcel) };
  return {
    due: submittedAt + days * DAY,
    take: async () => {
      await host.store.commit({ parcel: { ...parcel, reminded: [...reminded, days] } });
      await remind(parcel, days);
    },
  };
}

async function rejectUnanswered(host: Service, parcel: Parcel): Promise<void> {
  const next: Parcel = { ...parcel, state: "rejected", endedAt: now(host), endedBy: "service" };
  const problems = [{ type: `${EVENT_PROBLEM_PREFIX}technical-error`, title: "Technical error", detail: `Not answered within ${TERMS.reject} days`, instance: parcel.kind }];
  await host.store.commit({ parcel: next, events: [await serviceEvent(host, next, "reject", { problems })], callbacks: toBoth(host, next) });
}

/** The content goes, the log stays. */
async function remove(host: Service, parcel: Parcel): Promise<void> {
  const next: Parcel = { ...parcel, state: "deleted", uploaded: [] };
  await host.store.commit({ parcel: next, events: [await serviceEvent(host, next, "delete")], callbacks: parcel.state === "incomplete" ? [] : toBoth(host, next) });
  await host.content.remove(parcel.id);
}

function toBoth(host: Service, { caseId }: Parcel): ReturnType<typeof callbacksAbout> {
  const bracket = host.store.cases.get(caseId);
  return bracket ? callbacksAbout(host, { about: "events", bracket, to: ["sender", "subscriber"] }) : [];
}
