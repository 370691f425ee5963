import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { createApplications, defaultSettings } from "../../apps/portal/src/modules/applications/index.ts";
import type { Bearer } from "../../apps/portal/src/modules/extensions/bearer.ts";
import { createExtensions, defaultExtensionSettings } from "../../apps/portal/src/modules/extensions/index.ts";
import { newId } from "../../apps/portal/src/platform/ids/index.ts";
import { startChild } from "../../scripts/demo/children.ts";
import { openTokens, registerPrograms } from "../api-programs.ts";
import { smallDog } from "../bench-services.ts";
import { capturing, replayWork, type CapturedWork } from "../captured-work.ts";
import { inParallel, random, rounded, spreadOf, timed } from "../figures.ts";
import { openConnection, requestText } from "../lean-client.ts";
import { takeAway } from "../raw-commits.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

const connections = 10;
const pothole = { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Tiefes Schlagloch vor der Einfahrt." } };
/** The only address in a private network that the demonstration trusts (adapters.ts). */
const receiverPort = 8095;

/**
 * List, fetch and submit through the Extension-API over ten connections, each in turn with the very statements of that call sent bare to the same
 * PostgreSQL; what 396 towns with 50 programs each cost against one; and the way from the commit to the webhook.
 */
export async function extensionApi(stage: Stage): Promise<Line[]> {
  const { town, quick } = stage;
  const [client] = await registerPrograms(stage, 1);
  const [access] = await openTokens(stage, [client!], [town.id]);
  const applications = await submitted(stage, quick ? 10 : 120);
  const { extensions, take } = captured(stage);
  const list = { cursor: undefined, limit: 50, service: undefined, statuses: undefined, acknowledged: undefined, since: undefined };
  const one = applications[0]!;
  const submission = (key: string) => extensions.submitForPerson(access!.bearer, { service: "maengelmelder", language: "de", attachments: [], answers: pothole }, { key, fingerprint: [key] });
  const count = quick ? 40 : 600;
  const lines: Line[] = [];
  for (const [id, title, run, requests] of [
    ["api-list", "Extension-API: Anträge auflisten (50)", () => extensions.listApplications(access!.bearer, list), () => get(stage, access!.token, "/applications?limit=50")],
    ["api-fetch", "Extension-API: Antrag abrufen", () => extensions.fetchApplication(access!.bearer, one), (index: number) => get(stage, access!.token, `/applications/${applications[index % applications.length]!}`)],
    ["api-submit", "Extension-API: Antrag stellen", () => submission(randomUUID()), () => post(stage, access!.token, "/applications", { service: "maengelmelder", confirmed: true, answers: pothole })],
  ] as const) {
    // The first fills the caches of town and form.
    await run();
    take();
    const outcome = await run();
    if (!outcome.ok) throw new Error(`${id}: ${JSON.stringify(outcome)}`);
    const body: unknown = id === "api-submit" ? (outcome.value as { readonly body: unknown }).body : undefined;
    lines.push(...await compared(stage, { id, title, work: take(), bearer: access!.bearer, kept: id === "api-submit" ? [] : applications, reference: (body as { readonly reference: string } | undefined)?.reference, count, requests }));
  }
  return [...lines, await manyTowns(stage), await webhookLatency(stage)];
}

interface Compared { readonly id: string; readonly title: string; readonly work: CapturedWork; readonly bearer: Bearer; readonly kept: readonly string[]; readonly reference: string | undefined; readonly count: number; readonly requests: (index: number) => string }

async function compared(stage: Stage, { id, title, work, bearer, kept, reference, count, requests }: Compared): Promise<Line[]> {
  const keep = { ids: new Set([stage.town.id, ...kept]), bytes: [bearer.hash], ...(reference === undefined ? {} : { reference }) };
  await ask(stage, Array.from({ length: Math.ceil(count / 10) }, (_, index) => requests(index)));
  const rounds = stage.quick ? 1 : 3;
  const times: number[] = [];
  const raw: number[] = [];
  let [seconds, web, postgres] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const texts = Array.from({ length: count }, (_, index) => requests(index));
    const [webBefore, postgresBefore] = [stage.webCpu(), stage.postgresCpu()];
    const asked = await ask(stage, texts);
    web += stage.webCpu() - webBefore;
    postgres += stage.postgresCpu() - postgresBefore;
    seconds += asked.seconds;
    times.push(...asked.times);
    const bare = await replayWork(stage, work, keep, count, connections);
    raw.push(bare.perSecond);
    if (reference !== undefined) await takeAway(stage, bare.references);
  }
  // What a submission sets off is not measured here.
  await stage.dropJobs();
  const [perSecond, bare, spread] = [times.length / seconds, raw.reduce((sum, single) => sum + single, 0) / raw.length, spreadOf(times)];
  return [
    { id, title, measured: rounded(perSecond, 0), unit: "/s", details: { "p50 ms": rounded(spread.p50), "p95 ms": rounded(spread.p95), "CPU Portal ms": rounded(web * 1000 / times.length), "CPU PostgreSQL ms": rounded(postgres * 1000 / times.length) } },
    { id: `${id}-ratio`, title: `${title}, im Verhältnis zur Datenbank`, measured: rounded(perSecond / bare), unit: "", details: { "Dieselben Anweisungen allein /s": rounded(bare, 0), "Anweisungen": work.units.reduce((sum, { statements }) => sum + statements.length, 0), "Transaktionen": work.units.length } },
  ];
}

/** All requests over ten connections. */
async function ask(stage: Stage, requests: readonly string[]): Promise<{ readonly times: readonly number[]; readonly seconds: number }> {
  const open = Array.from({ length: connections }, () => openConnection(stage.port));
  const times: number[] = [];
  try {
    const seconds = await inParallel(requests, connections, async (request, hand) => {
      const { status, body } = await timed(times, () => open[hand]!.send(request));
      if (status !== 200 && status !== 201) throw new Error(`the interface answered ${status}: ${body.toString().slice(0, 300)}`);
    });
    return { times, seconds };
  } finally {
    for (const connection of open) connection.close();
  }
}

const get = ({ apexHost }: Stage, token: string, path: string): string => requestText("GET", apexHost, `/api/v1${path}`, { authorization: `Bearer ${token}` });

function post({ apexHost }: Stage, token: string, path: string, body: unknown): string {
  const text = JSON.stringify(body);
  return requestText("POST", apexHost, `/api/v1${path}`, { authorization: `Bearer ${token}`, "idempotency-key": randomUUID(), "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }) + text;
}

/** The room of the extensions once more, over a database that writes down what is asked of it. */
function captured({ house }: Stage) {
  const { db, take } = capturing(house.db);
  const applications = createApplications({
    db, clock: house.clock, towns: house.tenants, accounts: house.accounts.ownKeys, services: house.forms, audit: house.audit, files: house.files, scanner: house.scanner, documents: house.documents,
    pepper: house.config.INSTALLATION_PEPPER, claims: house.payments.claims, settings: { ...defaultSettings, allowUnchecked: true },
  });
  const extensions = createExtensions({ ...house, db, applications, townOrigin: () => house.config.PUBLIC_ORIGIN, offices: { of: house.catalogue.officesOf }, figures: { of: () => Promise.resolve([]) }, settings: defaultExtensionSettings });
  return { extensions, take };
}

/** Applications as people without account submit them, told to the feed. */
async function submitted(stage: Stage, count: number): Promise<readonly string[]> {
  const { house, town } = stage;
  const ids: string[] = [];
  const told = house.extensions.subscriptions.find(({ to }) => to === "application.submitted");
  for (let index = 0; index < count; index += 1) {
    const application = await submitDog(stage);
    ids.push(application);
    await told?.handle({ type: "application.submitted", id: newId(), application, tenant: town.id, service: "hund-anmelden" }, { lastAttempt: false });
  }
  await stage.dropJobs();
  return ids;
}

async function submitDog({ house, town }: Stage): Promise<string> {
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await house.applications.startDraft({ applicant, tenant: town.id, service: "hund-anmelden", language: "de", answers: smallDog });
  if (!started.ok) throw new Error(started.why);
  const outcome = await house.applications.submit({ draft: started.draft.id, tenant: town.id, applicant, confirmed: true, requestId: newId() });
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return outcome.application;
}

/** The same request in towns without applications: first of one program in one town, then of any of 50 programs in any of 396 towns. CPU of portal and database. */
async function manyTowns(stage: Stage): Promise<Line> {
  const { house, quick } = stage;
  const towns = house.tenants.all().filter(({ kind, id }) => kind === "municipality" && id !== stage.town.id).map(({ id }) => id).slice(0, quick ? 12 : 396);
  const clients = await registerPrograms(stage, quick ? 5 : 50);
  const count = quick ? 60 : 1_500;
  const draw = random(20_261_126);
  const cost = async (tokens: readonly { readonly token: string }[]): Promise<number> => {
    const texts = (): string[] => Array.from({ length: count }, () => get(stage, tokens[Math.floor(draw() * tokens.length)]!.token, "/applications?limit=50"));
    await ask(stage, texts());
    const costs: number[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round += 1) {
      const requests = texts();
      const [web, postgres] = [stage.webCpu(), stage.postgresCpu()];
      await ask(stage, requests);
      costs.push((stage.webCpu() - web + stage.postgresCpu() - postgres) * 1000 / count);
    }
    return costs.toSorted((a, b) => a - b)[Math.floor((costs.length - 1) / 2)]!;
  };
  const single = await cost(await openTokens(stage, clients.slice(0, 1), towns.slice(0, 1)));
  const all = await openTokens(stage, clients, towns);
  const many = await cost(all);
  return { id: "api-towns", title: `Extension-API: ${towns.length} Städte mit je ${clients.length} Programmen im Verhältnis zu einem`, measured: rounded(many / single), unit: "", aim: { at: "most", value: 1.3 }, details: { "CPU ms einer": rounded(single), "CPU ms viele": rounded(many), "Token": all.length } };
}

/** Five submissions a second with everything they set off: from the moment the submission has returned to the arrival at a receiver of the program. */
async function webhookLatency(stage: Stage): Promise<Line> {
  const { house, town, quick } = stage;
  const count = quick ? 10 : 100;
  const arrived = new Map<string, number>();
  const receiver = createServer((request, reply) => {
    const at = performance.now();
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { type, data } = JSON.parse(Buffer.concat(parts).toString()) as { readonly type: string; readonly data: { readonly application: string } };
      if (type === "application.submitted" && !arrived.has(data.application)) arrived.set(data.application, at);
      reply.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve, reject) => { receiver.once("error", reject); receiver.listen(receiverPort, "127.0.0.1", resolve); });
  const [access] = await openTokens(stage, (await registerPrograms(stage, 1)).slice(0, 1), [town.id]);
  const added = await house.extensions.addWebhook(access!.bearer, { url: `http://127.0.0.1:${receiverPort}/webhook`, types: ["application.submitted"] }, { key: randomUUID(), fingerprint: ["webhook"] });
  if (!added.ok) throw new Error(JSON.stringify(added));
  await stage.dropJobs();
  const worker = startChild({ name: "worker", file: join(import.meta.dirname, "..", "..", "apps", "portal", "src", "main.ts"), env: { ...stage.installation.settings, ROLE: "worker" }, onFailedStart: () => { throw new Error("the worker did not start"); } });
  await worker.ready;
  try {
    const latencies: number[] = [];
    const sent = new Map<string, number>();
    // The first few warm the worker up.
    for (let index = 0; index < count + 10; index += 1) {
      const next = performance.now() + 200;
      const application = await submitDog(stage);
      if (index >= 10) sent.set(application, performance.now());
      await new Promise((resolve) => { setTimeout(resolve, Math.max(0, next - performance.now())); });
    }
    const end = performance.now() + 60_000;
    while ([...sent.keys()].some((id) => !arrived.has(id))) {
      if (performance.now() > end) throw new Error(`only ${arrived.size} of ${count} webhooks arrived`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    for (const [id, at] of sent) latencies.push(Math.max(0, arrived.get(id)! - at));
    const spread = spreadOf(latencies);
    return { id: "webhook-latency", title: "Extension-API: vom Absenden zum Webhook, p95", measured: rounded(spread.p95, 0), unit: "ms", aim: { at: "most", value: 300 }, details: { p50: rounded(spread.p50, 0), max: rounded(spread.max, 0), "Nachrichten": spread.count } };
  } finally {
    await worker.stop();
    await new Promise((resolve) => { receiver.closeAllConnections(); receiver.close(resolve); });
  }
}
