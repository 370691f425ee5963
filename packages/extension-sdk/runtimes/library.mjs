// What of the library does not lean on Node: the same lines come out in Node, Deno and Bun. Run by packed.test.ts on the packed library.
import { createInbox, createPortalClient, PortalProblem, verifyWebhook } from "@kommunalportal/extension-sdk";

const send = async (input, init) => {
  const url = new URL(new Request(input, init).url);
  if (url.pathname === "/oauth/token") return Response.json({ access_token: "kpt_x", token_type: "Bearer", expires_in: 900 });
  if (url.pathname.endsWith("/applications")) return Response.json({ items: [{ id: url.searchParams.get("cursor") ?? "first" }], next: "second", more: !url.searchParams.has("cursor") });
  return Response.json({ code: "not-found", status: 404 }, { status: 404 });
};
const at = { portal: "https://portal.example", tenant: "musterstadt", clientId: "probe", fetch: send, attempts: 1 };
const portal = createPortalClient({ ...at, clientSecret: "x" });
const pages = [];
for await (const { id } of portal.items("listApplications", {})) pages.push(id);
const codeOf = (client) => client.call("getTenant", {}).then(() => "none", (error) => (error instanceof PortalProblem ? error.code : String(error)));
const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
const keyed = createPortalClient({ ...at, privateKey: await crypto.subtle.exportKey("jwk", pair.privateKey) });

const bytes = new TextEncoder().encode("k".repeat(32));
const secret = `whsec_${btoa("k".repeat(32))}`;
const [id, timestamp, body] = ["message-1", String(Math.floor(Date.now() / 1000)), JSON.stringify({ type: "application.submitted", timestamp: new Date().toISOString(), data: { application: "a" } })];
const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${id}.${timestamp}.${body}`)))));
const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
const verified = async (text) => (await verifyWebhook(new Headers(headers), text, [secret], Date.now())).ok;

const kept = new Map();
const handled = [];
const inbox = createInbox({
  store: { read: (name) => kept.get(name), note: (name, value) => { kept.set(name, value); }, names: (prefix) => [...kept].filter(([name, value]) => name.startsWith(prefix) && value !== "").map(([name]) => name) },
  secrets: () => [secret], handle: async (message) => { handled.push(message.id); },
});
const receive = async () => (await inbox.receive(new Request("https://probe.example/webhook", { method: "POST", headers, body }))).status;
const received = [await receive(), await receive()];
for (let i = 0; i < 100 && handled.length === 0; i += 1) await new Promise((done) => { setTimeout(done, 10); });
await inbox.close();
console.log(JSON.stringify({ pages, codes: [await codeOf(portal), await codeOf(keyed)], verified: [await verified(body), await verified(`${body} `)], received, handled }));
