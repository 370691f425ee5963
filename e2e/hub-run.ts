import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { join } from "node:path";
import { compose, type House } from "../apps/portal/src/compose.ts";
import { readConfig } from "../apps/portal/src/config.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { openBrowser } from "../apps/portal/src/testing/browser.ts";
import type { Installation } from "./installation.ts";

export interface HubRun {
  readonly deliveries: number;
  readonly kills: { readonly worker: number; readonly sandbox: number };
  readonly accepted: number;
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
}

export const isHubRunRight = (run: HubRun): boolean => run.unsettled.length === 0 && run.wrongEffects.length === 0 && run.wrongStories.length === 0 && run.accepted + run.rejected === run.deliveries;

const smallDog = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** The same run for the same seed, as far as processes that are killed allow. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 4_294_967_296; };
}

/**
 * Applications go out through the hub while its worker and the Fachverfahren are killed with -9 at random moments, and while the Fachverfahren
 * now and then refuses some or cuts the connection after it has stored. In the end each is accepted with one effect or visibly rejected with none.
 */
export async function hubRun(installation: Installation, options: { readonly folder: string; readonly deliveries: number; readonly seed: number; readonly killEveryMs: readonly [number, number]; readonly patienceSeconds: number; readonly log?: (line: string) => void }): Promise<HubRun> {
  const began = Date.now();
  const draw = random(options.seed);
  const house = await compose(readConfig({ ...installation.settings, ROLE: "web", FILES_DIR: join(options.folder, "files") }));
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
    const sent: string[] = [];
    const hands = Array.from({ length: 4 }, async () => {
      while (sent.length < options.deliveries || kills.worker === 0 || kills.sandbox === 0) {
        sent.push(await submit(house));
        if (sent.length % 200 === 0) options.log?.(`${sent.length} von ${options.deliveries} eingegangen, ${kills.worker} Worker- und ${kills.sandbox} Sandbox-Abbrüche`);
        // No faster than they go out: the killing has to meet them on the way.
        while (await open(house) > 60) await pause(100);
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

/** After a restart the Fachverfahren behaves well; a few of the next deliveries meet something else. */
async function bother(installation: Installation, draw: () => number): Promise<void> {
  const mode = draw() < 0.5 ? "rejectAll" : "acceptButDropConnection";
  const body = JSON.stringify({ mode, times: 2, delayMs: 0 });
  await new Promise<void>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: installation.ports.sandbox, path: "/_control", method: "POST", agent: false, headers: { host: `fachverfahren.sandbox.localhost:${installation.ports.sandbox}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) } }, (answer) => {
      answer.resume().on("end", () => { if (answer.statusCode !== undefined && answer.statusCode < 300) resolve(); else reject(new Error(`the Fachverfahren refused its setting: ${answer.statusCode ?? 0}`)); });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function submit(house: House): Promise<string> {
  const tenant = house.tenants.bySlug("musterstadt");
  if (!tenant) throw new Error("the demonstration has no Musterstadt");
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await house.applications.startDraft({ applicant, tenant: tenant.id, service: "hund-anmelden", language: "de", answers: smallDog });
  if (!started.ok) throw new Error(started.why);
  const outcome = await house.applications.submit({ draft: started.draft.id, tenant: tenant.id, applicant, confirmed: true, requestId: newId() });
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return outcome.application;
}

async function open(house: House): Promise<number> {
  return (await house.db.asOperator("hub run", (tx) => tx.one<{ open: number }>(sql`select ((select count(*) from applications.application a where a.status <> 'payment' and not exists (select from hub.delivery d where d.application_id = a.id))
    + (select count(*) from hub.delivery where state in ('queued', 'sent')))::int as open`))).open;
}

interface Row { readonly application: string; readonly state: string; readonly tries: number; readonly numbers: number[]; readonly results: (string | null)[]; readonly types: string[]; readonly positions: number[] }

async function settle(installation: Installation, house: House, sent: readonly string[], patienceSeconds: number): Promise<Omit<HubRun, "kills" | "seconds">> {
  const end = Date.now() + patienceSeconds * 1000;
  const actor = { kind: "system", what: "hub-run" } as const;
  while (await open(house) > 0 && Date.now() < end) {
    // What rests because nobody answered is tried now, as an operator does who has mended something.
    await house.db.asOperator("hub run", async (tx) => {
      for (const { id } of await tx.rows<{ id: string }>(sql`select d.id from hub.delivery d join hub.destination t on t.id = d.destination_id where d.state = 'queued' and t.held_until > now() limit 1`)) await house.hub.resendDelivery(tx, { delivery: id, actor });
    });
    await pause(300);
  }
  const rows = await house.db.asOperator("hub run", (tx) => tx.rows<Row>(sql`select d.application_id as application, d.state, d.attempts as tries,
      (select array_agg(a.number order by a.number) from hub.attempt a where a.delivery_id = d.id) as numbers, (select array_agg(a.result order by a.number) from hub.attempt a where a.delivery_id = d.id) as results,
      (select array_agg(e.type order by e.position) from applications.event e where e.application_id = d.application_id) as types, (select array_agg(e.position order by e.position) from applications.event e where e.application_id = d.application_id) as positions
    from hub.delivery d where d.application_id = any(${sent}::uuid[])`));
  const browser = openBrowser();
  const seen = JSON.parse((await browser.get(`http://fachverfahren.sandbox.localhost:${installation.ports.sandbox}/_effects`)).text) as { applications: readonly { applicationId: string; effects: number; repeats: number }[] };
  browser.close();
  const effects = new Map(seen.applications.map((one) => [one.applicationId, one]));
  const known = new Set(rows.map(({ application }) => application));
  return {
    deliveries: sent.length,
    accepted: rows.filter(({ state }) => state === "accepted").length,
    rejected: rows.filter(({ state }) => state === "rejected").length,
    unsettled: [...sent.filter((id) => !known.has(id)), ...rows.filter(({ state }) => state !== "accepted" && state !== "rejected").map(({ application }) => application)],
    wrongEffects: rows.filter(({ application, state }) => (effects.get(application)?.effects ?? 0) !== (state === "accepted" ? 1 : 0)).map(({ application }) => application),
    repeats: rows.reduce((sum, { application }) => sum + (effects.get(application)?.repeats ?? 0), 0),
    lostAttempts: rows.reduce((sum, { results }) => sum + results.filter((result) => result === "lost").length, 0),
    wrongStories: rows.filter((row) => !tellsItsStory(row)).map(({ application }) => application),
  };
}

/** Events without gaps, submitted first, the end of the delivery once; tries numbered one after the other, each with its end, the last with the delivery's. */
function tellsItsStory({ state, tries, numbers, results, types, positions }: Row): boolean {
  const inARow = (values: readonly number[]): boolean => values.every((value, index) => value === index + 1);
  const ends = types.filter((type) => type === "delivery-accepted" || type === "delivery-rejected" || type === "delivery-dead");
  return inARow(positions) && inARow(numbers) && numbers.length === tries && types[0] === "submitted" && ends.length === 1 && ends[0] === `delivery-${state}` && results.at(-1) === state && results.slice(0, -1).every((result) => result === "lost" || result === "unreachable");
}

/** The closing table, in German. */
export function hubTable(run: HubRun): string {
  const must = (wrong: readonly string[]): string => (wrong.length === 0 ? "0  ✓" : `${wrong.length}  FEHLER`);
  const rows: readonly (readonly [string, string])[] = [
    ["Zustellungen", String(run.deliveries)], ["Abbrüche mit kill -9: Worker, Fachverfahren", `${run.kills.worker}, ${run.kills.sandbox}`], ["Angekommen, mit Quittung", String(run.accepted)], ["Sichtbar zurückgewiesen", String(run.rejected)],
    ["Weder noch", must(run.unsettled)], ["Keine oder mehr als eine Wirkung; zurückgewiesen und doch gewirkt", must(run.wrongEffects)], ["Verlauf oder Versuche nicht vollständig in der Reihenfolge", must(run.wrongStories)],
    ["Wiederholungen unter derselben Kennung (erlaubt, ohne Wirkung)", String(run.repeats)], ["Sendeversuche, deren Worker vorher starb", String(run.lostAttempts)], ["Dauer", `${run.seconds} s`],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join("\n");
}
