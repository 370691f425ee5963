import { createPortalClient, verifyWebhook } from "@kommunalportal/extension-sdk";
import { fileStore, readSettings, serve } from "@kommunalportal/extension-sdk/node";

// An extension that is right, but for the one fault that its argument names.
const fault = process.argv[2] ?? "none";
const settings = readSettings(process.env);
const store = fileStore(settings.dataFolder);
const portalOf = () => createPortalClient({ ...settings, attempts: fault === "impatient" ? 1 : 5 });
let kept = portalOf();
const portal = () => (fault === "token-each-time" ? (kept = portalOf()) : kept);
const seen = new Set<string>();

async function work(id: string): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      const application = await portal().call("getApplication", { id });
      if (fault === "talks") console.log(JSON.stringify(application.parts));
      const key = fault === "random-keys" || fault === "forgets-ids" ? crypto.randomUUID() : `${id}.acknowledge`;
      if (fault === "random-keys") await createPortalClient({ ...settings, attempts: 1 }).call("acknowledgeApplication", { id, body: {} }, { key });
      else await portal().call("acknowledgeApplication", { id, body: {} }, { key });
      await store.note(`todo:${id}`, "");
      return;
    } catch (error) {
      if (fault === "ends-at-the-unknown") process.exit(1);
      if (error instanceof Error && error.message.includes("not-found")) return;
      await new Promise((resolve) => { setTimeout(resolve, fault === "impatient" ? 50 : 300); });
    }
  }
}

const server = await serve(async (request) => {
  const body = await request.text();
  if (fault === "slow") await new Promise((resolve) => { setTimeout(resolve, 5_500); });
  const verdict = await verifyWebhook(request.headers, body, [String(await store.read("webhook-secret"))]);
  if (!verdict.ok && fault !== "believes-everybody") return new Response(null, { status: 401 });
  const { data, type } = JSON.parse(body) as { readonly type: string; readonly data: { readonly application: string } };
  const id = verdict.ok ? verdict.id : body;
  if (seen.has(id) && fault !== "forgets-ids") return new Response(null, { status: 204 });
  seen.add(id);
  if (type === "application.submitted") {
    if (fault !== "forgets-at-a-crash") await store.note(`todo:${data.application}`, "x");
    void work(data.application);
  }
  return new Response(null, { status: 204 });
}, { port: settings.port });
if (await store.read("webhook-secret") === undefined) await store.note("webhook-secret", (await portal().call("addWebhook", { body: { url: String(settings.webhookUrl) } }, { key: "webhook" })).secret);
if (fault === "token-each-time") for (let i = 0; i < 5; i += 1) await portal().call("getTenant", {});
for (const name of await store.names("todo:")) void work(name.slice(5));
process.once("SIGTERM", () => { void server.close().then(() => { process.exit(0); }); });
console.log("listening");
