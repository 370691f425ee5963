import { createServer } from "node:http";
import { openJournal } from "./journal.ts";
import { createPortal } from "./portal.ts";
import { readSettings } from "./settings.ts";
import { takeOver } from "./take-over.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const largestMessage = 256 * 1024;
const settings = readSettings(process.env);
const journal = openJournal(settings.dataFolder);
const portal = createPortal(settings);
const office = { portal, journal, settings };

/** One after the other; what fails stays noted and is tried again with the next message, the next minute or the next start. */
let working: Promise<void> = Promise.resolve();
function work(): void {
  working = working.then(async () => {
    for (const application of journal.withValue("todo:", "waiting")) {
      try {
        await takeOver(office, application);
        journal.note(`todo:${application}`, "done");
      } catch (error) {
        console.error(JSON.stringify({ failed: application, why: error instanceof Error ? error.message : "unknown" }));
      }
    }
  });
}
function remember(application: string): void {
  if (journal.read(`todo:${application}`) === undefined) journal.note(`todo:${application}`, "waiting");
}

/** Answers 204 only after the message is on the disk: until then the portal goes on sending it. */
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  let size = 0;
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size > largestMessage) { response.writeHead(413).end(); request.destroy(); } else parts.push(part);
  });
  request.on("end", () => {
    const body = Buffer.concat(parts).toString("utf8");
    const id = request.method === "POST" && request.url === "/webhook" ? verifyWebhook(request.headers, body, journal.read("webhook-secret") ?? "", Math.floor(Date.now() / 1000)) : undefined;
    if (id === undefined) { response.writeHead(401).end(); return; }
    if (journal.read(`seen:${id}`) === undefined) {
      const message = JSON.parse(body) as { readonly type: string; readonly data: { readonly application: string } };
      if (message.type === "application.submitted") remember(message.data.application);
      journal.note(`seen:${id}`, message.type);
    }
    response.writeHead(204).end();
    work();
  });
});

async function start(): Promise<void> {
  await new Promise<void>((resolve) => { server.listen(settings.port, "127.0.0.1", resolve); });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : settings.port;
  if (settings.publicUrl !== undefined && journal.read("webhook-secret") === undefined) {
    const made = await portal.post("/webhooks", `webhook.${settings.publicUrl}`, { url: settings.publicUrl.replace("{port}", String(port)), types: ["application.submitted", "application.withdrawn"] });
    journal.note("webhook-secret", String(made["secret"]));
  }
  // Whatever was sent while nobody listened.
  for await (const { id } of portal.items("/applications?acknowledged=false&service=hund-anmelden")) remember(String(id));
  work();
  const again = setInterval(work, 60_000);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { clearInterval(again); server.closeAllConnections(); server.close(() => { void working.then(() => { journal.close(); process.exit(0); }); }); });
  console.log(JSON.stringify({ listening: port }));
}

await start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : "Der Start ist fehlgeschlagen.");
  process.exit(1);
});
