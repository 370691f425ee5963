import { expectStatus, type Citizen } from "./citizens.ts";
import { timed } from "./figures.ts";
import type { ReadyDraft } from "./ready-drafts.ts";

export interface SentDrafts { readonly times: readonly number[]; readonly seconds: number; readonly applications: readonly string[] }

/** Every citizen presses »Absenden« on one draft after the other; all at the same time, each over a connection of their own. */
export async function sendDrafts(citizens: readonly Citizen[], ready: readonly ReadyDraft[]): Promise<SentDrafts> {
  const times: number[] = [];
  const applications: string[] = [];
  const start = performance.now();
  await Promise.all(citizens.map(async (citizen) => {
    for (const { draft, requestId } of ready.filter((one) => one.citizen === citizen)) {
      const reply = await timed(times, () => citizen.post(`/antrag/${draft}/absenden`, [["verbindlich", "1"], ["anfrage", requestId]]));
      expectStatus(reply, 303, "sending");
      const application = /\/eingang\/([0-9a-f-]{36})$/.exec(reply.header("location") ?? "")?.[1];
      if (application === undefined) throw new Error(`sending led to ${reply.header("location") ?? ""}`);
      applications.push(application);
    }
  }));
  return { times, seconds: (performance.now() - start) / 1000, applications };
}
