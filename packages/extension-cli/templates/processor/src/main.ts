import { createInbox, createPortalClient, PortalProblem } from "@kommunalportal/extension-sdk";
import { fileStore, localFetch, readSettings, serve } from "@kommunalportal/extension-sdk/node";

const settings = readSettings(process.env);
const store = fileStore(settings.dataFolder);
const portal = createPortalClient({ ...settings, fetch: localFetch });

function notThere(error: unknown): undefined {
  if (!(error instanceof PortalProblem) || error.code !== "not-found") throw error;
}

const inbox = createInbox({
  store,
  // WEBHOOK_SECRET comes from `kommunalportal-extension dev`; in operation the portal gives one for the address below.
  secrets: async () => [await store.read("webhook-secret"), process.env["WEBHOOK_SECRET"]].flatMap((secret) => (secret === undefined || secret === "" ? [] : [secret])),
  async handle({ type, data }) {
    if (type !== "application.submitted") return;
    const id = String(data["application"]);
    const application = await portal.call("getApplication", { id }).catch(notThere);
    // Deleted, or no longer permitted: nothing is left to do.
    if (!application) return;
    console.log(`Hello, application ${application.reference}`);
    // A key made of what it does: a program that dies here and begins anew does nothing twice.
    await portal.call("acknowledgeApplication", { id, body: {} }, { key: `${id}.acknowledge` });
  },
  onFailure: ({ id }, error) => { console.error(`${id}: ${error instanceof Error ? error.message : "unknown"}`); },
});

const server = await serve((request) => (new URL(request.url).pathname === "/webhook" ? inbox.receive(request) : new Response(null, { status: 404 })), { port: settings.port });
if (settings.webhookUrl !== undefined && await store.read("webhook-secret") === undefined) {
  const { secret } = await portal.call("addWebhook", { body: { url: settings.webhookUrl, types: ["application.submitted"] } }, { key: `webhook.${settings.webhookUrl}` });
  await store.note("webhook-secret", secret);
}
// Whatever was submitted while nobody listened.
for await (const { id } of portal.items("listApplications", { acknowledged: "false" })) await inbox.remember({ id: `caught-up.${id}`, type: "application.submitted", data: { application: id } });
inbox.work();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { void server.close().then(() => inbox.close()).then(() => { store.close(); process.exit(0); }); });
console.log(`listening on ${server.port}`);
