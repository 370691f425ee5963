import { wideStep } from "../bench-services.ts";
import { beginDraft, expectStatus, hidden, type Citizen } from "../citizens.ts";
import { rounded, spreadOf, timed } from "../figures.ts";
import type { LeanReply } from "../lean-client.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

const kinds = ["show", "valid", "invalid"] as const;
type Kind = (typeof kinds)[number];
const titles: Readonly<Record<Kind, string>> = { show: "anzeigen", valid: "richtig absenden", invalid: "falsch absenden" };

/**
 * One step with 25 fields: shown, posted with right answers (which is stored), posted with wrong ones (which is shown again with its errors). By ten clients and by one.
 * What is walked first tells how it is just after the start, while V8 still compiles.
 */
export async function formStep(stage: Stage, citizens: readonly Citizen[]): Promise<Line[]> {
  const rounds = stage.quick ? 5 : 60;
  const first = await walk(stage, citizens, rounds * stage.webProcesses);
  const many = await walk(stage, citizens, rounds);
  const single = await walk(stage, citizens.slice(0, 1), rounds);
  return kinds.map((kind) => {
    const [ten, one] = [spreadOf(many.times[kind]), spreadOf(single.times[kind])];
    return {
      id: `step-${kind}`, title: `Schritt mit 25 Feldern ${titles[kind]}, 10 Nutzende, p95`, measured: rounded(ten.p95), unit: "ms", aim: { at: "most", value: 30 },
      details: { "p50": rounded(ten.p50), "max": rounded(ten.max), "p95 gleich nach dem Start": rounded(spreadOf(first.times[kind]).p95), "1 Nutzende p50": rounded(one.p50), "1 Nutzende p95": rounded(one.p95), "CPU Portal ms je Anfrage (alle drei gemischt)": rounded(many.cpuMilliseconds), "Seite Bytes": many.bytes },
    };
  });
}

async function walk(stage: Stage, citizens: readonly Citizen[], rounds: number): Promise<{ readonly times: Readonly<Record<Kind, number[]>>; readonly cpuMilliseconds: number; readonly bytes: number }> {
  const times: Record<Kind, number[]> = { show: [], valid: [], invalid: [] };
  let bytes = 0;
  const drafts: (readonly [Citizen, string])[] = [];
  for (const citizen of citizens) drafts.push([citizen, (await beginDraft(citizen, "messung-schritt")).path]);
  const { right, wrong } = wideStep.steps[0]!;
  const before = stage.webCpu();
  await Promise.all(drafts.map(async ([citizen, path]) => {
    let page: LeanReply | undefined;
    for (let round = 0; round < rounds; round += 1) {
      page = await timed(times.show, () => citizen.get(path));
      expectStatus(page, 200, "the step");
      bytes = page.body.length;
      const fields = changed(right, round);
      const sent = await timed(times.valid, () => citizen.post(path, [["revision", hidden(page!, "revision")], ...fields]));
      expectStatus(sent, 303, "right answers");
      page = await timed(times.show, () => citizen.get(path));
      const refused = await timed(times.invalid, () => citizen.post(path, [["revision", hidden(page!, "revision")], ...changed(wrong, round)]));
      expectStatus(refused, 422, "wrong answers");
    }
  }));
  const cpu = stage.webCpu() - before;
  for (const [citizen, path] of drafts) await citizen.post(`/antrag/${path.split("/")[2] ?? ""}/loeschung`, []);
  return { times, cpuMilliseconds: cpu * 1000 / (times.show.length + times.valid.length + times.invalid.length), bytes };
}

/** Another answer each time, or there would be nothing to store. */
function changed(fields: readonly (readonly [string, string])[], round: number): readonly (readonly [string, string])[] {
  return fields.map(([name, value]) => [name, value === "42" ? String(10 + round) : value] as const);
}
