import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { TLSSocket } from "node:tls";
import { test, type TestContext } from "node:test";
import { generateKeyPairWithCertificate, type KeyPairWithCertificate } from "@kommunalportal/bundid";
import { createPaymentClient, requestWithCertificate, type StatusOutcome } from "@kommunalportal/xbezahldienste";

/** A provider that, like the ePayBL connector, lets in only who shows the certificate it knows. */
async function provider(t: TestContext, own: KeyPairWithCertificate, known: string): Promise<number> {
  const server = createServer({ key: own.privateKey, cert: own.certificate, ca: known, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const admitted = request.socket instanceof TLSSocket && request.socket.authorized;
    response.writeHead(admitted ? 200 : 403, { "content-type": "application/problem+json" }).end(JSON.stringify(admitted ? {} : { functionalCode: "FORBIDDEN" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => { server.closeAllConnections(); server.close(); });
  return (server.address() as AddressInfo).port;
}

test("a provider that asks for a client certificate admits the right one only, and is itself checked", async (t) => {
  const [own, mine, other] = await Promise.all(["localhost", "stadt", "fremd"].map((name) => generateKeyPairWithCertificate(name)));
  assert.ok(own && mine && other);
  const port = await provider(t, own, mine.certificate);
  const status = (identity: KeyPairWithCertificate, ca: string | undefined): Promise<StatusOutcome> => createPaymentClient({
    baseUrl: `https://localhost:${port}/`, request: requestWithCertificate, timeoutMs: 5000,
    auth: { kind: "mtls", cert: identity.certificate, key: identity.privateKey, ...(ca !== undefined && { ca }) },
  }).status("parken", "059990001001");

  assert.deepEqual(await status(mine, own.certificate), { kind: "usable" });
  const refused = await status(other, own.certificate);
  assert.equal(refused.kind === "refused" && refused.functionalCode, "FORBIDDEN");
  const untrusted = await status(mine, undefined);
  assert.equal(untrusted.kind === "unreachable" && untrusted.reason, "network");
});
