import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after } from "node:test";
import pino from "pino";
import { startReceiver, type PortalSubject } from "@kommunalportal/conformance-kit";
import { eventHandlers } from "#platform/events";
import { newId } from "#platform/ids";
import { startWorker, type Worker } from "#platform/jobs";
import { freePort } from "../../../testing/free-port.ts";
import { pdf, smallDog } from "../../../modules/extensions/testing/world.ts";
import { apiWorld } from "./api-world.ts";

const pothole = { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Konformitätsprüfung." } };

/** A portal that runs, with its worker and everything a run of the conformance kit is given: two programs, a key, an address for webhooks. */
export async function conformanceWorld(before?: NonNullable<Parameters<typeof apiWorld>[0]>["before"]) {
  const [portalPort, receiverPort] = [await freePort(), await freePort()];
  const receiver = await startReceiver({ port: receiverPort });
  let worker: Worker | undefined;
  // Hooks run in the order in which they were registered: the worker has to end before its database goes.
  after(async () => { await worker?.stop(); await receiver.close(); });
  const portal = `http://portal.localhost:${portalPort}`;
  const world = await apiWorld({ clock: "real", trustedHosts: [`127.0.0.1:${receiverPort}`], apex: portal, requestsPerMinute: 100_000, settings: { retrySeconds: [0.5, 0.5, 60], pages: { portalHost: new URL(portal).host, httpAllowed: true } }, ...(before ? { before } : {}) });
  await world.app.listen({ port: portalPort, host: "127.0.0.1" });
  const rooms = [world.applications, world.answers, world.extensions];
  worker = await startWorker({
    url: world.t.urls.worker, concurrency: 4, pollMs: 100, log: pino({ level: "silent" }),
    handlers: Object.assign(eventHandlers(rooms.flatMap(({ subscriptions }) => [...subscriptions]), (reason, work) => world.db.asOperator(reason, work)), ...rooms.map(({ jobs }) => jobs)),
  });

  /** A person who has released a document for an application, and what makes them end it. */
  async function released(): Promise<NonNullable<PortalSubject["released"]>> {
    const account = newId();
    const { application } = await world.submitted({ account });
    const kept = await world.safe.keep({ account, name: "urkunde.pdf", content: Readable.from([pdf("Urkunde")]), origin: { kind: "upload" }, minimumLevel: 1 });
    const shared = kept.ok ? await world.safe.share({ account, level: 3, document: kept.document.id, application }) : kept;
    if (!shared.ok) throw new Error(shared.why);
    return { application, end: async () => { await world.db.asAccount(account, (tx) => world.safe.endShare(tx, { account, share: shared.share })); } };
  }
  const earlier: Awaited<ReturnType<typeof world.program>>[] = [];
  async function subject(): Promise<PortalSubject & { readonly privateKey: JsonWebKey; readonly stranger: object; readonly withFile: object; readonly released: object }> {
    // Each run has the portal to itself: what earlier programs still wait for is not sent any more.
    for (const { client, tenant } of earlier.splice(0)) await world.extensions.revokePermission({ tenant: tenant.id, client, actor: { kind: "system", what: "test" } });
    const [program, stranger] = [await world.program(), await world.program({ tenant: world.beispielhausen })];
    earlier.push(program, stranger);
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const { kty = "", crv = "", x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    assert.ok((await world.extensions.addKey({ client: program.client, jwk: { kty, crv, x, y }, actor: { kind: "system", what: "test" } })).ok);
    const as = ({ client, secret, tenant }: typeof program) => ({ clientId: client, clientSecret: secret, tenant: tenant.slug });
    return { portal, program: as(program), stranger: as(stranger), privateKey: await crypto.subtle.exportKey("jwk", pair.privateKey), submission: { service: "hund-anmelden", answers: smallDog }, withFile: { service: "maengelmelder", answers: pothole, path: "zusatz.foto", type: "image/png" }, released: await released(), receiver, settleMs: 300 };
  }
  /** Node's `fetch` does not resolve `*.localhost`; and the token endpoint counts what comes from one address. */
  let caller = 0;
  const line: typeof fetch = async (input, init) => {
    const asked = new Request(input, { ...init, redirect: "manual" });
    const url = new URL(asked.url);
    caller += 1;
    const answer = await world.app.inject({ method: asked.method as "GET", url: url.pathname + url.search, remoteAddress: `127.9.${(caller >> 8) & 255}.${caller & 255}`, headers: { ...Object.fromEntries(asked.headers), host: url.host }, payload: Buffer.from(await asked.arrayBuffer()) });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value));
    return new Response([204, 304].includes(answer.statusCode) ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers });
  };
  return { ...world, portal, receiver, subject, released, line };
}
