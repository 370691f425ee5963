import { join } from "node:path";
import { sql } from "../../apps/portal/src/platform/database/index.ts";
import { startChild } from "../../scripts/demo/children.ts";
import type { Citizen } from "../citizens.ts";
import { rounded, spreadOf } from "../figures.ts";
import { cpuSecondsOf } from "../processes.ts";
import { mostPerClient, readyDrafts } from "../ready-drafts.ts";
import type { Line } from "../report.ts";
import { sendDrafts } from "../send-drafts.ts";
import type { Stage } from "../stage.ts";

const patienceSeconds = 60;

/**
 * The same with the worker running: until every application has its case, both PDFs, the copy in the mailbox and a receipt of the
 * Fachverfahren. The rate is that of the whole, from the first request to the last effect.
 */
export async function sustained(stage: Stage, citizens: readonly Citizen[]): Promise<Line[]> {
  // What was submitted before had no worker and is not counted here.
  await stage.dropJobs();
  const worker = startChild({ name: "worker", file: join(import.meta.dirname, "..", "..", "apps", "portal", "src", "main.ts"), env: { ...stage.installation.settings, ROLE: "worker" }, onFailedStart: () => { throw new Error("the worker did not start"); } });
  await worker.ready;
  try {
    await settled(stage, (await sendDrafts(citizens, await readyDrafts(stage, citizens, stage.quick ? 1 : 2))).applications);
    const ready = await readyDrafts(stage, citizens, stage.quick ? 2 : mostPerClient);
    const [web, work, postgres] = [stage.webCpu(), cpuSecondsOf(worker.pid()!), stage.postgresCpu()];
    const start = performance.now();
    const sent = await sendDrafts(citizens, ready);
    const open = await settled(stage, sent.applications);
    const seconds = (performance.now() - start) / 1000;
    const done = sent.applications.length - open;
    const each = (cpu: number): number => rounded(cpu * 1000 / sent.applications.length);
    const spread = spreadOf(sent.times);
    return [{
      id: "sustained-rate", title: "Absenden mit Zustellung, Vorgang, Postfach und PDF, dauerhaft", measured: rounded(done / seconds), unit: "/s",
      details: {
        "Absenden dabei p95 ms": rounded(spread.p95), "Absenden dabei /s": rounded(sent.applications.length / sent.seconds, 0), "CPU Portal ms": each(stage.webCpu() - web), "CPU Worker ms": each(cpuSecondsOf(worker.pid()!) - work),
        "CPU PostgreSQL ms": each(stage.postgresCpu() - postgres), "Anträge": sent.applications.length, ...(open > 0 ? { [`nach ${patienceSeconds} s noch offen`]: open } : {}),
      },
    }];
  } finally {
    await worker.stop();
  }
}

/** Waits until nothing is left to do; returns how many are still open when patience ends. */
async function settled({ house }: Stage, applications: readonly string[]): Promise<number> {
  const end = performance.now() + patienceSeconds * 1000;
  for (;;) {
    const { open } = await house.db.asOperator("what the worker still has to do", (tx) => tx.one<{ open: number }>(sql`select count(*) as open from unnest(${applications}::uuid[]) as sent (id)
      left join (select application_id as id, count(*) as pdfs from applications.file where application_id = any(${applications}::uuid[]) and kind = 'rendition' and scan = 'clean' group by 1) f using (id)
      left join (select distinct application_id as id, true as there from casework.case) c using (id)
      left join (select distinct application_id as id, true as there from hub.delivery where state = 'accepted') d using (id)
      left join (select distinct application_id as id, true as there from mailbox.message) m using (id)
      where f.pdfs is distinct from 2 or c.there is null or d.there is null or m.there is null`));
    if (open === 0 || performance.now() > end) return open;
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
}
