import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { smallDog } from "./bench-services.ts";
import type { Citizen } from "./citizens.ts";
import { inParallel } from "./figures.ts";
import type { Stage } from "./stage.ts";

/** What the check page of one finished draft would send. */
export interface ReadyDraft { readonly citizen: Citizen; readonly draft: string; readonly requestId: string }

/** An account may have 100 drafts, and two of the ten clients share one. */
export const mostPerClient = 45;

/** Drafts of »Hund anmelden« with every answer, of each citizen the same number, in turn. */
export async function readyDrafts({ house, town }: Stage, citizens: readonly Citizen[], perCitizen: number): Promise<ReadyDraft[]> {
  const ready: ReadyDraft[] = [];
  await inParallel(Array.from({ length: perCitizen }, () => citizens).flat(), 8, async (citizen) => {
    ready.push({ citizen, draft: await readyDraft({ house, town }, citizen), requestId: newId() });
  });
  return ready;
}

export async function readyDraft({ house, town }: Pick<Stage, "house" | "town">, { session }: Citizen): Promise<string> {
  const applicant = { owner: session.owner, level: session.level, person: session.person, ...(session.account === undefined ? {} : { account: session.account }) };
  const started = await house.applications.startDraft({ applicant, tenant: town.id, service: "hund-anmelden", language: "de", answers: smallDog });
  if (!started.ok) throw new Error(`no draft: ${started.why}`);
  return started.draft.id;
}
