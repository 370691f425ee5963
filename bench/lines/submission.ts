import type { Citizen } from "../citizens.ts";
import { rounded, spreadOf } from "../figures.ts";
import { captureSubmission, replaySubmissions } from "../raw-commits.ts";
import { mostPerClient, readyDrafts } from "../ready-drafts.ts";
import type { Line } from "../report.ts";
import { sendDrafts } from "../send-drafts.ts";
import type { Stage } from "../stage.ts";

/**
 * »Absenden« by ten clients, from the request to the redirect that follows the commit, without a worker; in turn with the statements of
 * the same submission sent bare to the same PostgreSQL over ten connections.
 */
export async function submissions(stage: Stage, citizens: readonly Citizen[]): Promise<Line[]> {
  const [rounds, perCitizen] = stage.quick ? [1, 3] : [3, mostPerClient];
  const captured = await captureSubmission(stage, citizens[0]!);
  await sendDrafts(citizens, await readyDrafts(stage, citizens, stage.quick ? 1 : 15));
  const times: number[] = [];
  let [seconds, web, postgres] = [0, 0, 0];
  const raw: number[] = [];
  let rawP95 = 0;
  for (let round = 0; round < rounds; round += 1) {
    const ready = await readyDrafts(stage, citizens, perCitizen);
    const [webBefore, postgresBefore] = [stage.webCpu(), stage.postgresCpu()];
    const sent = await sendDrafts(citizens, ready);
    web += stage.webCpu() - webBefore;
    postgres += stage.postgresCpu() - postgresBefore;
    times.push(...sent.times);
    seconds += sent.seconds;
    const bare = await replaySubmissions(stage, captured, stage.quick ? 60 : 1_500, citizens.length);
    raw.push(bare.perSecond);
    rawP95 = Math.max(rawP95, bare.spread.p95);
  }
  const [perSecond, rawPerSecond, spread] = [times.length / seconds, raw.reduce((sum, one) => sum + one, 0) / raw.length, spreadOf(times)];
  const cpu = { "CPU Portal ms": rounded(web * 1000 / times.length), "CPU PostgreSQL ms": rounded(postgres * 1000 / times.length) };
  return [
    { id: "submission-p95", title: "Absenden, 10 Nutzende, p95", measured: rounded(spread.p95), unit: "ms", aim: { at: "most", value: 60 }, details: { "p50": rounded(spread.p50), "max": rounded(spread.max), "Anträge": spread.count } },
    { id: "submission-rate", title: "Absenden, 10 Nutzende", measured: rounded(perSecond), unit: "/s", aim: { at: "least", value: 300 }, details: cpu },
    {
      id: "submission-ratio", title: "Absenden im Verhältnis zur Commit-Rate", measured: rounded(perSecond / rawPerSecond), unit: "", aim: { at: "least", value: 0.3 },
      details: { "Dieselben Anweisungen allein /s": rounded(rawPerSecond, 0), "p95 allein ms": rounded(rawP95), "Anweisungen mit begin und commit": captured.work.units.reduce((sum, { statements }) => sum + statements.length + 2, 0) },
    },
  ];
}
