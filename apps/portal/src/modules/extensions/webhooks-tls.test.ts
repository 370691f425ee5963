import assert from "node:assert/strict";
import { createServer } from "node:https";
import { after, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createCertificateAuthority, issueCertificate, type LeafCertificate } from "@kommunalportal/bundid";
import { verifyWebhook } from "#platform/crypto";
import { freePort } from "../../testing/free-port.ts";
import { extensionsWorld } from "./testing/world.ts";

// Deliveries over TLS to an address by name, as they go out to a program: only the address itself is one that the operator has allowed, because a
// test has no host on the Internet. Certificates are those of an authority made here, which this process trusts as an installation does with NODE_EXTRA_CA_CERTS.
const yesterday = new Date(Date.now() - 86_400_000);
const [ours, foreign] = [await createCertificateAuthority("Test-CA", { from: yesterday }), await createCertificateAuthority("Andere CA", { from: yesterday })];
setDefaultCACertificates([...getCACertificates("default"), ours.certificate]);

const name = "webhooks.fachverfahren.localhost";
interface Came { readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>; readonly body: string; readonly protocol: string | null; readonly servername: unknown }

async function receiver(authority: typeof ours, leaf: Partial<LeafCertificate> = {}) {
  const { certificate, privateKey } = await issueCertificate(authority, { commonName: name, usage: "server", hosts: [name], from: yesterday, ...leaf });
  const came: Came[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const socket = request.socket as typeof request.socket & { getProtocol(): string | null; readonly servername: unknown };
      came.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8"), protocol: socket.getProtocol(), servername: socket.servername });
      response.writeHead(204).end();
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => { server.listen(port, "127.0.0.1", resolve); });
  after(() => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }));
  return { came, host: `${name}:${port}`, url: `https://${name}:${port}/webhook` };
}

const [good, stranger, otherName, over] = [
  await receiver(ours), await receiver(foreign), await receiver(ours, { hosts: ["andere.fachverfahren.localhost"] }), await receiver(ours, { from: new Date(Date.now() - 10 * 86_400_000), days: 5 }),
];
const world = await extensionsWorld({ trustedHosts: [good.host, stranger.host, otherName.host, over.host] });
const { extensions, musterstadt, clock } = world;
let keys = 0;

async function delivered(target: typeof good) {
  const bearer = await world.bearerOf(await world.program());
  const added = await extensions.addWebhook(bearer, { url: target.url, types: undefined }, { key: `k${(keys += 1)}`, fingerprint: ["test"] });
  assert.ok(added.ok, JSON.stringify(added));
  const { id, secret } = added.value.body as { readonly id: string; readonly secret: string };
  const one = await world.submitted();
  await world.told(one);
  await extensions.jobs["extensions.deliver"]({ tenant: musterstadt.id, webhook: id });
  const shown = await extensions.webhookDeliveries(bearer, id);
  assert.ok(shown.ok);
  return { one, secret, states: shown.value.map(({ state, attempts, last }) => `${state} ${attempts} ${last?.status ?? last?.fault ?? "-"}`) };
}

test("a delivery over TLS arrives signed at the name that was given, with a certificate that is looked at", async () => {
  const { one, secret, states } = await delivered(good);
  assert.deepEqual(states, ["delivered 1 204"]);
  const [came] = good.came;
  assert.ok(came);
  assert.deepEqual([came.headers["host"], came.servername], [good.host, name]);
  assert.match(came.protocol ?? "", /^TLSv1\.[23]$/);
  assert.equal(verifyWebhook([secret], came.headers as never, came.body, { now: Math.floor(clock.now().getTime() / 1000) }).kind, "genuine");
  assert.equal((JSON.parse(came.body) as { data: { application: string } }).data.application, one.application);
});

test("nothing goes to somebody whose certificate is of another authority, for another name, or over; what it was is told", async () => {
  for (const [what, target] of Object.entries({ stranger, otherName, over })) {
    assert.deepEqual((await delivered(target)).states, ["queued 1 certificate"], what);
    assert.deepEqual(target.came, [], what);
  }
});
