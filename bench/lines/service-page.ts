import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { servicePath } from "../../apps/portal/src/modules/catalogue/index.ts";
import { startChild } from "../../scripts/demo/children.ts";
import { inParallel, random, rounded, shuffled } from "../figures.ts";
import { openConnection, requestText } from "../lean-client.ts";
import { cpuSecondsOfFamily } from "../processes.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

const connections = 20;
interface Run { readonly perSecond: number; readonly cpuMicroseconds: number; readonly bytes: number }

/**
 * Service pages of many towns against a bare Fastify that answers one page of the same size, asked by the same client. Cold: each page for
 * the first time. Warm: the same pages in another order. As browsers ask (brotli), and once more without compression.
 */
export async function servicePages(stage: Stage): Promise<Line[]> {
  const { house, port, quick } = stage;
  const draw = random(20_261_122);
  const towns = house.tenants.all().filter(({ kind }) => kind === "municipality");
  const services = house.catalogue.wordedServices();
  const all = towns.flatMap((town) => services.map((service) => ({ host: `${town.slug}.${stage.apexHost}`, path: servicePath(service) })));
  const pages = shuffled(all, draw).slice(0, quick ? 100 : 1_000);
  const brotli = { "accept-encoding": "br" };

  const webCpu = (): number => stage.webCpu();
  const cold = await run(port, webCpu, pages.map(({ host, path }) => requestText("GET", host, path, brotli)));
  const warmRequests = (headers: Readonly<Record<string, string>>): string[] => Array.from({ length: quick ? 3 : 8 }, () => shuffled(pages, draw)).flat().map(({ host, path }) => requestText("GET", host, path, headers));
  const [asBrowsers, uncompressed] = [warmRequests(brotli), warmRequests({})];
  const first = openConnection(port);
  const sample = brotliDecompressSync((await first.get(pages[0]!.host, pages[0]!.path, brotli)).body);
  first.close();
  // The mean of the pages, cut from a real one: the same bytes, also when compressed.
  const meanBytes = Math.round((await run(port, webCpu, pages.map(({ host, path }) => requestText("GET", host, path)))).bytes);
  await seenByAll(stage, pages.flatMap(({ host, path }) => [requestText("GET", host, path, brotli), requestText("GET", host, path)]));
  const file = join(stage.folder, "constant.html");
  writeFileSync(file, Buffer.concat([sample, sample]).subarray(0, meanBytes));

  const server = startChild({ name: "constant", file: join(import.meta.dirname, "..", "constant-server.ts"), args: [file, String(stage.webProcesses)], env: {}, onFailedStart: () => { throw new Error("the constant server did not start"); } });
  const { port: constantPort } = await server.ready as { readonly port: number };
  const constant = (path: string, count: number): Promise<Run> => run(constantPort, () => cpuSecondsOfFamily(server.pid()!), Array.from({ length: count }, () => requestText("GET", "constant.localhost", path)));
  try {
    await constant("/br", 2_000);
    await constant("/", 2_000);
    // Interleaved, so that whatever else the machine does hits both.
    const portalBrotli: Run[] = []; const constantBrotli: Run[] = []; const portalPlain: Run[] = []; const constantPlain: Run[] = [];
    for (let i = 0; i < (quick ? 1 : 5); i += 1) {
      portalBrotli.push(await run(port, webCpu, asBrowsers));
      constantBrotli.push(await constant("/br", asBrowsers.length));
      portalPlain.push(await run(port, webCpu, uncompressed));
      constantPlain.push(await constant("/", uncompressed.length));
    }
    const ratio = (id: string, title: string, portal: readonly Run[], yardstick: readonly Run[]): Line => {
      const [a, b] = [middle(portal), middle(yardstick)];
      // The client shares the machine and may be slower than the constant, which would flatter the portal: the smaller of both ratios counts.
      return { id, title, measured: rounded(Math.min(a.perSecond / b.perSecond, b.cpuMicroseconds / a.cpuMicroseconds)), unit: "", aim: { at: "least", value: 0.6 }, details: detail(a, b) };
    };
    const warm = middle(portalBrotli);
    return [
      ratio("service-page-warm", "Leistungsseite, warm, zu Fastify-Konstante", portalBrotli, constantBrotli),
      ratio("service-page-warm-uncompressed", "Leistungsseite, warm, unkomprimiert, zu Fastify-Konstante", portalPlain, constantPlain),
      { id: "service-page-cold", title: "Leistungsseite, kalt", measured: rounded(cold.perSecond), unit: "/s", details: { ...detail(cold, middle(constantBrotli)), "Seiten": pages.length, "Verhältnis zu warm": rounded(cold.perSecond / warm.perSecond) } },
    ];
  } finally {
    await server.stop();
  }
}

/** Each process has a memory of its own, and connections go to them in turn: as many connections, opened one after the other, reach them all. */
async function seenByAll(stage: Stage, requests: readonly string[]): Promise<void> {
  const ask = async (): Promise<void> => {
    const connection = openConnection(stage.port);
    for (const request of requests) await connection.send(request);
    connection.close();
  };
  for (let process = 0; process < stage.webProcesses; process += 1) await ask();
  const before = await stage.pagesFromMemory();
  for (let process = 0; process < stage.webProcesses; process += 1) await ask();
  const missed = requests.length * stage.webProcesses - (await stage.pagesFromMemory() - before);
  if (missed > 0) throw new Error(`${missed} pages were not yet in the memory of every web process`);
}

async function run(port: number, cpuSeconds: () => number, requests: readonly string[]): Promise<Run> {
  const hands = Array.from({ length: connections }, () => openConnection(port));
  let bytes = 0;
  const before = cpuSeconds();
  const seconds = await inParallel(requests, connections, async (request, hand) => {
    const reply = await hands[hand]!.send(request);
    if (reply.status !== 200) throw new Error(`${request.split("\r\n", 2).join(" ")}: ${reply.status}`);
    bytes += reply.body.length;
  });
  const cpu = cpuSeconds() - before;
  for (const hand of hands) hand.close();
  return { perSecond: requests.length / seconds, cpuMicroseconds: cpu * 1e6 / requests.length, bytes: bytes / requests.length };
}

/** The median of each figure: once a minute every process empties its pages, and a run in which that happens is not warm. */
function middle(runs: readonly Run[]): Run {
  const of = (pick: (run: Run) => number): number => runs.map(pick).toSorted((x, y) => x - y)[Math.floor((runs.length - 1) / 2)]!;
  return { perSecond: of(({ perSecond }) => perSecond), cpuMicroseconds: of(({ cpuMicroseconds }) => cpuMicroseconds), bytes: of(({ bytes }) => bytes) };
}

function detail(portal: Run, constant: Run): Record<string, number> {
  return {
    "Portal/s": rounded(portal.perSecond, 0), "Konstante/s": rounded(constant.perSecond, 0), "Portal CPU µs": rounded(portal.cpuMicroseconds, 0), "Konstante CPU µs": rounded(constant.cpuMicroseconds, 0),
    "Verhältnis der Raten": rounded(portal.perSecond / constant.perSecond), "Verhältnis der CPU": rounded(constant.cpuMicroseconds / portal.cpuMicroseconds), "Bytes": rounded(portal.bytes, 0), "Bytes der Konstante": rounded(constant.bytes, 0),
  };
}
