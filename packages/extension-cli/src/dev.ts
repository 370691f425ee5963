import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { createPortalClient, PortalProblem } from "@kommunalportal/extension-sdk";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { environmentOf, manifestOf, needed, readJson, Sentence } from "./project.ts";

export interface Dev { readonly port: number; close(): Promise<void> }

const pollMs = 500;

/**
 * Runs the extension beside a portal. The portal need not reach this machine: events are pulled from the feed and handed to `/webhook` as the portal
 * would send them, signed with a secret of this run. What goes on is told line by line.
 */
export async function dev(folder: string, given: { readonly env: Readonly<Record<string, string | undefined>>; readonly tell: (line: string) => void; readonly nodeOptions?: readonly string[] }): Promise<Dev> {
  const root = resolve(folder);
  const env = environmentOf(root, given.env);
  const portal = createPortalClient({ portal: needed(env, "PORTAL_URL"), tenant: needed(env, "TENANT"), clientId: needed(env, "CLIENT_ID"), clientSecret: needed(env, "CLIENT_SECRET"), fetch: localFetch });
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const port = Number(env["PORT"] ?? portOfPages(root) ?? await freePort());
  if (!await isFree(port)) throw new Sentence(`Port ${port} is in use on this machine, by another extension perhaps. End that one, or give this one another port: in the addresses of its pages in manifest.json, then publish again; without pages with PORT in .env.`);
  const start = String((readJson(join(root, "package.json"))["scripts"] as { readonly start?: string } | undefined)?.start ?? "node src/main.ts").split(" ").at(-1) ?? "src/main.ts";
  const child = spawn(process.execPath, [...given.nodeOptions ?? [], start], { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env, PORT: String(port), DATA_FOLDER: env["DATA_FOLDER"] ?? join(root, "data"), WEBHOOK_SECRET: secret, PUBLIC_URL: "" } });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => { for (const line of data.toString("utf8").split("\n")) if (line.trim() !== "") given.tell(`  ${line}`); });
  await listening(child);

  const feed = await endOfFeed(portal);
  let cursor = feed?.cursor;
  let seenRequest = new Date(0).toISOString();
  let ended = false;
  const round = async (): Promise<void> => {
    if (feed) for await (const event of portal.items("listEvents", cursor === undefined ? {} : { cursor })) {
      cursor = event.cursor;
      const body = JSON.stringify({ type: event.type, timestamp: event.at, data: { application: event.application, service: event.service, reference: event.reference, ...event.data } });
      const status = await deliver(port, secret, event.id, body);
      given.tell(`→ ${event.type} ${event.reference ?? event.application}: ${status}`);
    }
    const { items } = await portal.call("listOwnRequests", {});
    for (const { at, operation, status, code } of items.filter((one) => one.at > seenRequest).reverse()) {
      seenRequest = at;
      if (!["listEvents", "listOwnRequests"].includes(operation)) given.tell(`← ${operation}: ${status}${code === undefined ? "" : ` ${code}`}`);
    }
  };
  const loop = (async () => {
    while (!ended) {
      await round().catch((error: unknown) => { given.tell(`! ${error instanceof Error ? error.message : "unknown"}`); });
      await new Promise((done) => { setTimeout(done, pollMs); });
    }
  })();
  given.tell(`${existsSync(join(root, "manifest.json")) ? String(readJson(join(root, "manifest.json"))["id"]) : "extension"} runs at http://127.0.0.1:${port}/`);
  // Only for words: where somebody fills in a form now.
  await portal.call("getTenant", {}).then((own) => { given.tell(`Your test town: ${own.portal}`); }, () => {});
  return { port, async close() { ended = true; await loop; child.kill("SIGTERM"); if (child.exitCode === null) await new Promise((done) => { child.once("exit", done); }); } };
}

/** Where the manifest says that its pages are on this machine: there the portal looks for them. */
function portOfPages(root: string): string | undefined {
  const { pages } = manifestOf(root);
  const addresses = (Array.isArray(pages) ? pages as readonly { readonly url?: unknown }[] : []).flatMap(({ url }) => URL.parse(String(url)) ?? []);
  return addresses.find(({ hostname, port }) => port !== "" && (hostname === "127.0.0.1" || hostname === "localhost" || hostname.endsWith(".localhost")))?.port;
}

type Portal = ReturnType<typeof createPortalClient>;

/** Where the feed ends now; undefined for an extension that has no right to be told of events. */
async function endOfFeed(portal: Portal): Promise<{ readonly cursor: string | undefined } | undefined> {
  let cursor: string | undefined;
  try {
    for await (const event of portal.items("listEvents", { limit: "100" })) ({ cursor } = event);
  } catch (error) {
    if (error instanceof PortalProblem && error.code === "scope-missing") return undefined;
    throw error;
  }
  return { cursor };
}

/** As the portal signs: HMAC-SHA256 over `id.timestamp.body` (Standard Webhooks 1.0). */
async function deliver(port: number, secret: string, id: string, body: string): Promise<number | string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", Buffer.from(secret.slice(6), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64");
  try {
    return (await fetch(`http://127.0.0.1:${port}/webhook`, { method: "POST", body, headers: { "content-type": "application/json", "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` } })).status;
  } catch {
    return "not reached";
  }
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    child.stdout?.on("data", (data: Buffer) => { if (data.toString("utf8").includes("listening")) done(); });
    child.once("exit", (code) => { failed(new Sentence(`The extension ended with ${String(code)} before it said that it is listening; why stands above.`)); });
    child.once("error", failed);
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => { done(false); });
    probe.listen(port, "127.0.0.1", () => { probe.close(() => { done(true); }); });
  });
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => { const address = probe.address(); probe.close(() => { done(typeof address === "object" && address ? address.port : 0); }); });
  });
}
