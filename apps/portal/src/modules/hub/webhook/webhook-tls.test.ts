import assert from "node:assert/strict";
import { createServer } from "node:https";
import { after, test } from "node:test";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { createCertificateAuthority, issueCertificate, type LeafCertificate } from "@kommunalportal/bundid";
import { newWebhookSecret } from "#platform/crypto";
import { createOutbound } from "#platform/http";
import { freePort } from "../../../testing/free-port.ts";
import { createWebhookChannel } from "./webhook-channel.ts";

// Over real TLS, with authorities made here; this process trusts one of them as an installation does with NODE_EXTRA_CA_CERTS.
const yesterday = new Date(Date.now() - 86_400_000);
const [ours, foreign] = [await createCertificateAuthority("Test-CA", { from: yesterday }), await createCertificateAuthority("Andere CA", { from: yesterday })];
setDefaultCACertificates([...getCACertificates("default"), ours.certificate]);
const name = "steuer.fachverfahren.localhost";

async function receiver(authority: typeof ours, leaf: Partial<LeafCertificate> = {}) {
  const { certificate, privateKey } = await issueCertificate(authority, { commonName: name, usage: "server", hosts: [name], from: yesterday, ...leaf });
  let came = 0;
  const server = createServer({ cert: certificate, key: privateKey }, (_request, response) => { came += 1; response.writeHead(200).end('{"status":"accepted","receiptId":"Q-1"}'); });
  const port = await freePort();
  await new Promise<void>((resolve) => { server.listen(port, "127.0.0.1", resolve); });
  after(() => new Promise<void>((resolve) => { server.closeAllConnections(); server.close(() => { resolve(); }); }));
  const channel = createWebhookChannel({ outbound: createOutbound({ trustedHosts: [`${name}:${port}`] }), timeoutMs: 5_000, allowHttp: false });
  const at = new Date();
  const send = () => channel.send({
    id: "0190-a", at, type: "application.submitted", timestamp: at.toISOString(), data: { text: "geheim" }, files: [],
    about: { tenant: "0190-t", reference: "MUS-1", service: "hund", title: "Hund", leikaKey: undefined, day: "2026-03-02", ars: "", bracket: undefined, earlier: undefined },
  }, { id: "0190-z", tenant: "0190-t", name: "Steuerverfahren", address: `https://${name}:${port}/webhook`, settings: {}, secrets: [newWebhookSecret()] }, { known: () => Promise.resolve(undefined), keep: () => Promise.reject(new Error("a webhook keeps nothing")) });
  return { send, came: () => came };
}

test("a message goes to whom its certificate proves to be the Fachverfahren", async () => {
  const good = await receiver(ours);
  assert.deepEqual([await good.send(), good.came()], [{ kind: "accepted", receipt: "Q-1", status: 200 }, 1]);
});

test("whoever shows a certificate of somebody else, of another name or one that is over gets nothing, and it is certain that nothing arrived", async () => {
  const others = [["another authority", await receiver(foreign)], ["another name", await receiver(ours, { hosts: ["andere.fachverfahren.localhost"] })], ["over", await receiver(ours, { from: new Date(Date.now() - 10 * 86_400_000), days: 5 })]] as const;
  for (const [what, other] of others) assert.deepEqual([await other.send(), other.came()], [{ kind: "unreachable", reason: "tls", mayHaveArrived: false }, 0], what);
});
