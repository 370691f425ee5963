import { join } from "node:path";
import { compose, type House } from "../apps/portal/src/compose.ts";
import { readConfig } from "../apps/portal/src/config.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { bother, effectsIn, openWays, type Sent, submit, type Way, ways } from "./hub-ways.ts";
import { patiently } from "./submit-for.ts";
import type { Installation } from "./installation.ts";

export interface HubRun {
  readonly deliveries: number;
  readonly kills: { readonly worker: number; readonly sandbox: number };
  readonly accepted: number;
  /** Of them, by way. */
  readonly acceptedBy: Readonly<Record<Way, number>>;
  /** The receiver said no: visible to operator and office, no effect. */
  readonly rejected: number;
  /** Applications with a delivery that is neither: must be none. */
  readonly unsettled: readonly string[];
  /** Accepted without an effect in the Fachverfahren, or with more than one; rejected with one: must be none. */
  readonly wrongEffects: readonly string[];
  readonly repeats: number;
  readonly lostAttempts: number;
  /** Applications whose log or list of tries does not tell the story in order: must be none. */
  readonly wrongStories: readonly string[];
  readonly seconds: number;
  /** What is known of the wrong ones, for whoever has to mend it. */
  readonly details: readonly string[];
}

export const isHubRunRight = (run: HubRun): boolean => run.unsettled.length === 0 && run.wrongEffects.length === 0 && run.wrongStories.length === 0 && run.accepted + run.rejected === run.deliveries;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** The same run for the same seed, as far as processes that are killed allow. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 4_294_967_296; };
}

/**
 * Applications go out through the hub by webhook, FIT-Connect and XTA in turn, while its worker and everything outside (delivery service, XTA server, the office
 * systems) are killed with -9 at random moments, and while these now and then refuse some or cut the connection after the work was done. In the end each is
 * accepted with one effect or visibly rejected with none.
 */
export async function hubRun(installation: Installation, options: { readonly folder: string; readonly deliveries: number; readonly seed: number; readonly killEveryMs: readonly [number, number]; readonly patienceSeconds: number; readonly log?: (line: string) => void }): Promise<HubRun> {
  const began = Date.now();
  const draw = random(options.seed);
  const house = await compose(readConfig({ ...installation.settings, ROLE: "web", FILES_DIR: join(options.folder, "files") }));
  await openWays(house);
  // What takes its time at the first use is ready before the killing begins.
  await submit(house, "fit-connect");
  while (await open(house, onTheWay) > 0) await pause(200);
  const kills = { worker: 0, sandbox: 0 };
  let running = true;
  const assassin = (async () => {
    while (running) {
      await pause(options.killEveryMs[0] + draw() * (options.killEveryMs[1] - options.killEveryMs[0]));
      const victim = kills.worker <= kills.sandbox ? "worker" : "sandbox";
      const pid = installation[victim].pid();
      if (!running || pid === undefined) continue;
      const back = installation[victim].readyAgain();
      try { process.kill(pid, "SIGKILL"); } catch { continue; }
      kills[victim] += 1;
      await back;
      if (victim === "sandbox") await bother(installation, draw);
    }
  })();
  try {
    const sent: Sent[] = [];
    let begun = 0;
    const hands = Array.from({ length: 4 }, async () => {
      while (sent.length < options.deliveries || kills.worker === 0 || kills.sandbox === 0) {
        begun += 1;
        sent.push(await submit(house, ways[begun % ways.length]!));
        if (sent.length % 200 === 0) options.log?.(`${sent.length} von ${options.deliveries} eingegangen, ${kills.worker} Worker- und ${kills.sandbox} Sandbox-Abbrüche`);
        // No faster than they go out: the killing has to meet them on the way.
        while (await open(house, onTheWay) > 60) { await endRest(house); await pause(100); }
      }
    });
    await Promise.all(hands);
    running = false;
    await assassin;
    return { ...await settle(installation, house, sent, options.patienceSeconds), kills, seconds: Math.round((Date.now() - began) / 1000) };
  } finally {
    running = false;
    await assassin;
    await house.close();
  }
}

/** Not with the receiver yet; and with it, without its word. */
const onTheWay = ["queued", "sent"];
const unanswered = [...onTheWay, "received"];

async function open(house: House, states: readonly string[]): Promise<number> {
  return (await patiently(() => house.db.asOperator("hub run", (tx) => tx.one<{ open: number }>(sql`select ((select count(*) from applications.application a where a.status <> 'payment' and not exists (select from hub.delivery d where d.application_id = a.id))
    + (select count(*) from hub.delivery where state = any(${states}::text[])))::int as open`)))).open;
}

/** What rests because nobody answered is tried now, as an operator does who has mended something. */
async function endRest(house: House): Promise<void> {
  await patiently(() => house.db.asOperator("hub run", async (tx) => {
    for (const { id } of await tx.rows<{ id: string }>(sql`select distinct on (t.id) d.id from hub.delivery d join hub.destination t on t.id = d.destination_id where d.state = 'queued' and t.held_until > now() order by t.id, d.sequence`)) {
      await house.hub.resendDelivery(tx, { delivery: id, actor: { kind: "system", what: "hub-run" } });
    }
  }));
}

interface Row { readonly application: string; readonly state: string; readonly tries: number; readonly numbers: number[]; readonly results: (string | null)[]; readonly types: string[]; readonly positions: number[] }

async function settle(installation: Installation, house: House, sent: readonly Sent[], patienceSeconds: number): Promise<Omit<HubRun, "kills" | "seconds">> {
  const end = Date.now() + patienceSeconds * 1000;
  while (await open(house, unanswered) > 0 && Date.now() < end) {
    await endRest(house);
    await pause(300);
  }
  const rows = await house.db.asOperator("hub run", (tx) => tx.rows<Row>(sql`select d.application_id as application, d.state, d.attempts as tries,
      (select array_agg(a.number order by a.number) from hub.attempt a where a.delivery_id = d.id) as numbers, (select array_agg(a.result order by a.number) from hub.attempt a where a.delivery_id = d.id) as results,
      (select array_agg(e.type order by e.position) from applications.event e where e.application_id = d.application_id) as types, (select array_agg(e.position order by e.position) from applications.event e where e.application_id = d.application_id) as positions
    from hub.delivery d where d.application_id = any(${sent.map(({ application }) => application)}::uuid[])`));
  const effects = await effectsIn(installation, sent);
  const wayOf = new Map(sent.map(({ application, way }) => [application, way]));
  const details: string[] = [];
  const wrong = (row: Row, what: string): string => {
    details.push(JSON.stringify({ what, way: wayOf.get(row.application), state: row.state, effects: effects.get(row.application), results: row.results, types: row.types }));
    return row.application;
  };
  const known = new Set(rows.map(({ application }) => application));
  return {
    deliveries: sent.length,
    accepted: rows.filter(({ state }) => state === "accepted").length,
    acceptedBy: Object.fromEntries(ways.map((way) => [way, rows.filter(({ application, state }) => state === "accepted" && wayOf.get(application) === way).length])) as Record<Way, number>,
    rejected: rows.filter(({ state }) => state === "rejected").length,
    unsettled: [...sent.filter(({ application }) => !known.has(application)).map(({ application }) => application), ...rows.filter(({ state }) => state !== "accepted" && state !== "rejected").map(({ application }) => application)],
    wrongEffects: rows.filter(({ application, state }) => (effects.get(application)?.effects ?? 0) !== (state === "accepted" ? 1 : 0)).map((row) => wrong(row, "effects")),
    repeats: rows.reduce((sum, { application }) => sum + (effects.get(application)?.repeats ?? 0), 0),
    lostAttempts: rows.reduce((sum, { results }) => sum + results.filter((result) => result === "lost").length, 0),
    wrongStories: rows.filter((row) => !tellsItsStory(row, wayOf.get(row.application))).map((row) => wrong(row, "story")),
    details,
  };
}

/**
 * Events without gaps, submitted first, handed over to the intermediary before the end, the end of the delivery once; tries numbered one after the other, each with
 * its end. By webhook the last try ends as the delivery does; where an intermediary stands between, it ends with its having it, or its worker died over it. Who looks may
 * hear the receiver's word before the try itself is written down: then there is no line that the intermediary has it, and the last try may have ended without an answer.
 */
function tellsItsStory({ state, tries, numbers, results, types, positions }: Row, way: Way | undefined): boolean {
  const inARow = (values: readonly number[]): boolean => values.every((value, index) => value === index + 1);
  const ends = types.filter((type) => type === "delivery-accepted" || type === "delivery-rejected" || type === "delivery-dead");
  const received = types.indexOf("delivery-received");
  const last = results.at(-1) ?? null;
  const lastFits = way === "webhook" ? last === state && received < 0 : (last === "received" || last === "lost" || last === "unreachable") && received < types.indexOf(ends[0] ?? "");
  return inARow(positions) && inARow(numbers) && numbers.length === tries && types[0] === "submitted" && ends.length === 1 && ends[0] === `delivery-${state}` && lastFits
    && types.filter((type) => type === "delivery-received").length <= 1 && results.slice(0, -1).every((result) => result === "lost" || result === "unreachable");
}

/** The closing table, in German. */
export function hubTable(run: HubRun): string {
  const must = (wrong: readonly string[]): string => (wrong.length === 0 ? "0  ✓" : `${wrong.length}  FEHLER`);
  const rows: readonly (readonly [string, string])[] = [
    ["Zustellungen", String(run.deliveries)], ["Abbrüche mit kill -9: Worker, alles draußen", `${run.kills.worker}, ${run.kills.sandbox}`], ["Angekommen, mit Quittung", `${run.accepted}: ${ways.map((way) => `${way} ${run.acceptedBy[way]}`).join(", ")}`], ["Sichtbar zurückgewiesen", String(run.rejected)],
    ["Weder noch", must(run.unsettled)], ["Keine oder mehr als eine Wirkung; zurückgewiesen und doch gewirkt", must(run.wrongEffects)], ["Verlauf oder Versuche nicht vollständig in der Reihenfolge", must(run.wrongStories)],
    ["Wiederholungen unter derselben Kennung (erlaubt, ohne Wirkung)", String(run.repeats)], ["Sendeversuche, deren Worker vorher starb", String(run.lostAttempts)], ["Dauer", `${run.seconds} s`],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join("\n");
}
