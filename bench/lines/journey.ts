import { threeSteps } from "../bench-services.ts";
import { beginDraft, expectStatus, follow, hidden, type Citizen } from "../citizens.ts";
import { inParallel, rounded, spreadOf, timed } from "../figures.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** From the start page of a form with 3 steps and 20 fields to its acknowledgement, by somebody signed in: every page shown, every step posted, draft and application durable. */
export async function wholeJourney(citizen: Citizen): Promise<void> {
  expectStatus(await citizen.get("/antrag/messung-antrag"), 200, "the start page");
  let { page, path } = await beginDraft(citizen, "messung-antrag");
  for (const { id, right } of threeSteps.steps) {
    if (!path.endsWith(`/${id}`)) throw new Error(`expected the step ${id}, got ${path}`);
    ({ reply: page, path } = await follow(citizen, await citizen.post(path, [["revision", hidden(page, "revision")], ...right])));
    expectStatus(page, 200, `after ${id}`);
  }
  const sent = await citizen.post(path.replace(/pruefen$/, "absenden"), [["verbindlich", "1"], ["anfrage", hidden(page, "anfrage")]]);
  const { reply, path: end } = await follow(citizen, sent);
  expectStatus(reply, 200, "the acknowledgement");
  if (!end.startsWith("/eingang/")) throw new Error(`the journey ended at ${end}`);
}

export async function journey(stage: Stage, citizens: readonly Citizen[]): Promise<Line[]> {
  const [first, warmUp, count, hands] = stage.quick ? [2, 0, 6, 2] : [200, 1_000 * stage.webProcesses - 200, 400, 4];
  const walk = (times: number): Promise<number> => inParallel(Array.from({ length: times }, () => 0), hands, (_, hand) => wholeJourney(citizens[hand]!));
  const webAtFirst = stage.webCpu();
  await walk(first);
  const coldCpu = stage.webCpu() - webAtFirst;
  // V8 goes on compiling for long (its threads count as the portal's): 150 to 320 functions in each of the next three times 200 journeys, 80 in the fifth.
  await walk(warmUp);
  const times: number[] = [];
  const [web, postgres, statements] = [stage.webCpu(), stage.postgresCpu(), await stage.statements()];
  await inParallel(Array.from({ length: count }, () => 0), hands, (_, hand) => timed(times, () => wholeJourney(citizens[hand]!)));
  const each = (seconds: number, journeys = count): number => rounded(seconds * 1000 / journeys);
  const spread = spreadOf(times);
  return [{
    id: "journey-cpu", title: "Ganzer Antrag, 3 Schritte, 20 Felder, angemeldet: CPU des Portals", measured: each(stage.webCpu() - web), unit: "ms", aim: { at: "most", value: 10 },
    details: { "CPU PostgreSQL ms": each(stage.postgresCpu() - postgres), "Dauer p50 ms": rounded(spread.p50), "Dauer p95 ms": rounded(spread.p95), "SQL-Anweisungen": rounded((await stage.statements() - statements) / count, 0), "Anträge": count, [`die ersten ${first} ms`]: each(coldCpu, first) },
  }];
}
