import { createInbox, createPortalClient } from "@kommunalportal/extension-sdk";
import { fileStore, localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";
import { takeOver } from "./take-over.ts";

const settings = readSettings(process.env);
const store = fileStore(settings.dataFolder);
const portal = createPortalClient({ ...settings, fetch: localFetch });
const office = { portal, store, folder: settings.dataFolder, signatory: { name: process.env["SIGNATORY"] ?? "Sabine Steuer", role: "Steueramt" } };

const inbox = createInbox({
  store,
  secrets: async () => [await store.read("webhook-secret") ?? ""].filter((secret) => secret !== ""),
  async handle({ type, data }) {
    if (type === "application.submitted") await takeOver(office, String(data["application"]));
  },
  onFailure: ({ id }, error) => { console.error(JSON.stringify({ failed: id, why: error instanceof Error ? error.message : "unknown" })); },
});

async function start(): Promise<void> {
  const server = await serve((request) => (new URL(request.url).pathname === "/webhook" ? inbox.receive(request) : new Response(null, { status: 404 })), { port: settings.port, onFault: (error) => { console.error(error); } });
  const url = settings.webhookUrl?.replace("{port}", String(server.port));
  if (url !== undefined && await store.read("webhook-secret") === undefined) {
    const { secret } = await portal.call("addWebhook", { body: { url, types: ["application.submitted", "application.withdrawn"] } }, { key: `webhook.${url}` });
    await store.note("webhook-secret", secret);
  }
  // Whatever was submitted while nobody listened.
  for await (const { id } of portal.items("listApplications", { acknowledged: "false", service: "hund-anmelden" })) await inbox.remember({ id: `caught-up.${id}`, type: "application.submitted", data: { application: id } });
  inbox.work();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => inbox.close()).then(() => { store.close(); process.exit(0); }); });
  console.log(JSON.stringify({ listening: server.port }));
}

await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "Der Start ist fehlgeschlagen.");
  process.exit(1);
});
