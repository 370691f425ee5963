import { connect, createDatabase, sql } from "../apps/portal/src/platform/database/index.ts";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { answers } from "./answers.ts";
import { childrenOf, type Installation } from "./installation.ts";

export interface KillRun {
  /** References shown to people. */
  readonly acknowledged: number;
  /** `oneOfSeveral`: one of several web processes, while the others went on. */
  readonly kills: { readonly web: number; readonly worker: number; readonly oneOfSeveral: number };
  /** Acknowledged and not in the database: must be none. */
  readonly lost: readonly string[];
  /** Submitted applications nobody was told of (the answer was cut off and the person gave up): allowed, but each is whole. */
  readonly unannounced: number;
  /** Drafts that were sent and became more than one application: must be none. */
  readonly doubled: number;
  /** Deliveries that were not finished when patience ended: must be none. */
  readonly stuck: number;
  /** Tries whose worker was killed before it could write down the outcome. */
  readonly lostAttempts: number;
  /** From the last submission until the hub had nothing left to do. */
  readonly settledSeconds: number;
  /** In the Fachverfahren: applications, effects beyond one (must be none), repeats under the same id (allowed, shown). */
  readonly effects: { readonly applications: number; readonly missing: readonly string[]; readonly duplicates: number; readonly repeats: number };
}

/** A number generator that gives the same run for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 4_294_967_296; };
}

/**
 * Many people register dogs while web and worker are killed with -9 again and again. Whoever loses the connection presses the same button again,
 * as people do. At the end everything acknowledged has to be there, with exactly one effect in the Fachverfahren.
 */
export async function killRun(installation: Installation, options: { readonly submissions: number; readonly people: number; readonly seed: number; readonly killEveryMs: readonly [number, number]; readonly log?: (line: string) => void }): Promise<KillRun> {
  const draw = random(options.seed);
  const log = options.log ?? (() => {});
  const kills = { web: 0, worker: 0, oneOfSeveral: 0 };
  let running = true;
  const assassin = (async () => {
    while (running) {
      await pause(options.killEveryMs[0] + draw() * (options.killEveryMs[1] - options.killEveryMs[0]));
      if (!running) return;
      const victim = draw() < 0.6 ? "web" : "worker";
      const pid = installation[victim].pid();
      if (pid === undefined) continue;
      const webs = victim === "web" ? childrenOf(pid) : [];
      const one = webs.length > 1 && draw() < 0.5 ? webs[Math.floor(draw() * webs.length)] : undefined;
      if (one !== undefined) {
        // The others answer; nobody waits for the next.
        try { process.kill(one, "SIGKILL"); } catch { continue; }
        kills.oneOfSeveral += 1;
        continue;
      }
      const back = installation[victim].readyAgain();
      try { process.kill(pid, "SIGKILL"); } catch { continue; }
      kills[victim] += 1;
      await back;
    }
  })();

  const references: string[] = [];
  let left = options.submissions;
  await Promise.all(Array.from({ length: options.people }, async () => {
    // Not before each of the two was killed at least once, however quick the machine is.
    while (left > 0 || kills.web === 0 || kills.worker === 0) {
      left -= 1;
      references.push(await registerDog(installation, Math.floor(draw() * 65_536)));
      if (references.length % 50 === 0) log(`${references.length} von ${options.submissions} angenommen, ${kills.web + kills.oneOfSeveral} Web- und ${kills.worker} Worker-Abbrüche`);
    }
  }));
  running = false;
  await assassin;
  return { acknowledged: references.length, kills, ...await settle(installation, references) };
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Repeats what the connection cut off; an answer that says »not now« is an answer to repeat as well. */
async function persist(work: () => Promise<Reply>): Promise<Reply> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    try {
      const reply = await work();
      if (reply.status < 500) return reply;
    } catch (error) {
      if (!/ECONN|EPIPE|socket|hang up|aborted/i.test(`${(error as NodeJS.ErrnoException).code ?? ""} ${(error as Error).message}`)) throw error;
    }
    await pause(100);
  }
  throw new Error("the portal did not come back");
}

async function registerDog(installation: Installation, person: number): Promise<string> {
  const browser: Browser = openBrowser({ address: `2001:db8:${(person & 0xffff).toString(16)}::1` });
  const values = answers["hund-anmelden"]!;
  const post = (page: Reply, button: string | RegExp, extra: Readonly<Record<string, string>> = {}): Promise<Reply> => persist(() => {
    const form = page.page.form(button);
    const known = Object.fromEntries(Object.entries(values).filter(([name]) => form.controls.some((control) => control.name === name)));
    return browser.submit(page, form, { ...known, ...extra }, button);
  });
  let page = await persist(() => browser.get(`${installation.origin("musterstadt")}/antrag/hund-anmelden`));
  page = await post(page, "Ohne Anmeldung beginnen");
  for (let step = 0; step < 30 && !new URL(page.url).pathname.endsWith("/pruefen"); step += 1) page = await post(page, "Weiter");
  const sent = await post(page, /verbindlich|absenden/i, confirmations(page));
  const reference = /[A-Z]{3}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4,6}/.exec(sent.page.text)?.[0];
  browser.close();
  if (!reference) throw new Error(`no reference on »${sent.page.h1}« (${sent.status} ${sent.url}): ${sent.page.text.slice(300, 700)}`);
  return reference;
}

/** Ticks what has to be confirmed before sending. */
function confirmations(page: Reply): Record<string, string> {
  return Object.fromEntries(page.page.form(/verbindlich|absenden/i).controls.filter(({ type }) => type === "checkbox").map(({ name, value }) => [name, value || "on"]));
}

/** Waits until the hub has nothing left to do, then compares. */
async function settle(installation: Installation, references: readonly string[]): Promise<Omit<KillRun, "acknowledged" | "kills">> {
  const db = createDatabase(connect({ url: installation.urls.app, max: 2, name: "endurance", onIdleError: () => {} }));
  const browser = openBrowser();
  try {
    const began = Date.now();
    let stuck = 0;
    for (let waited = 0; waited < 1_400; waited += 1) {
      const { open } = await db.asOperator("endurance", (tx) => tx.one<{ open: number }>(sql`select
        (select count(*) from applications.application a where a.status <> 'payment' and not exists (select from hub.delivery d where d.application_id = a.id)) + (select count(*) from hub.delivery where state in ('queued', 'sent')) as open`));
      stuck = open;
      if (open === 0) break;
      await pause(500);
    }
    const settledSeconds = Math.round((Date.now() - began) / 1000);
    const { lostAttempts } = await db.asOperator("endurance", (tx) => tx.one<{ lostAttempts: number }>(sql`select count(*) as "lostAttempts" from hub.attempt where result = 'lost'`));
    const stored = await db.asOperator("endurance", (tx) => tx.rows<{ id: string; reference: string; parts: number }>(sql`select a.id, a.reference, (select count(*) from hub.delivery d where d.application_id = a.id) as parts from applications.application a`));
    const known = new Set(stored.map(({ reference }) => reference));
    const { doubled } = await db.asOperator("endurance", (tx) => tx.one<{ doubled: number }>(sql`select count(*) as doubled from (select draft_key from applications.application group by 1 having count(*) > 1) twice`));
    const effects = JSON.parse((await browser.get(`http://fachverfahren.sandbox.localhost:${installation.ports.sandbox}/_effects`)).text) as { total: { duplicates: number; repeats: number }; applications: readonly { applicationId: string }[] };
    const arrived = new Set(effects.applications.map(({ applicationId }) => applicationId));
    return {
      lost: references.filter((reference) => !known.has(reference)),
      unannounced: stored.length - new Set(references).size,
      doubled, stuck, lostAttempts, settledSeconds,
      effects: { applications: arrived.size, missing: stored.filter(({ id }) => !arrived.has(id)).map(({ reference }) => reference), duplicates: effects.total.duplicates, repeats: effects.total.repeats },
    };
  } finally {
    browser.close();
    await db.close();
  }
}
