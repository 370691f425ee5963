import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { World } from "../apps/portal/src/testing/world.ts";

const examples = fileURLToPath(new URL("../examples/", import.meta.url));

/** The manifest of an example, with its pages at the port where the test runs it. */
export function manifestAt(example: string, port: number): { readonly id: string; readonly scopes: readonly { readonly scope: string }[]; readonly pages: readonly { readonly id: string }[] } {
  return JSON.parse(readFileSync(join(examples, example, "manifest.json"), "utf8").replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, `http://127.0.0.1:${port}`)) as ReturnType<typeof manifestAt>;
}

/** Registers an example, permits it in Musterstadt with all its pages, and starts it as a process of its own. */
export async function startExample(world: Pick<World, "house" | "origin">, example: string, port: number): Promise<{ readonly client: string; stop(): Promise<void>; start(): Promise<void> }> {
  const { extensions, tenants } = world.house;
  const manifest = manifestAt(example, port);
  const town = tenants.bySlug("musterstadt");
  if (!town) throw new Error("there is no Musterstadt");
  const actor = { kind: "system", what: "test" } as const;
  const taken = await extensions.takeManifest({ manifest, actor });
  if (!taken.ok) throw new Error(JSON.stringify(taken));
  const secret = await extensions.addSecret({ client: manifest.id, actor });
  if (!secret.ok) throw new Error(secret.why);
  const given = await extensions.givePermission({ tenant: town.id, client: manifest.id, scopes: manifest.scopes.map(({ scope }) => scope) as never, pages: manifest.pages.map(({ id }) => id), actor });
  if (!given.ok) throw new Error(given.why);
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const one = spawn(process.execPath, ["--conditions=kommunalportal-source", "src/main.ts"], {
      cwd: join(examples, example), stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env["PATH"] ?? "", PORTAL_URL: world.origin(), TENANT: "musterstadt", CLIENT_ID: manifest.id, CLIENT_SECRET: secret.ok ? secret.secret : "", DATA_FOLDER: folder, PORT: String(port) },
    });
    child = one;
    await new Promise<void>((resolve, reject) => { one.stdout.once("data", () => { resolve(); }); one.once("exit", (code) => { reject(new Error(`${example} ended with ${String(code)}`)); }); });
  }

  async function stop(): Promise<void> {
    const one = child;
    child = undefined;
    if (!one || one.exitCode !== null) return;
    await new Promise<void>((resolve) => { one.removeAllListeners("exit"); one.once("exit", () => { resolve(); }); one.kill("SIGTERM"); });
  }

  after(async () => { await stop(); rmSync(folder, { recursive: true, force: true }); });
  await start();
  return { client: manifest.id, start, stop };
}
