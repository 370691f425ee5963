import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { startSandbox, type Sandbox, type SandboxOptions } from "../start-sandbox.ts";
import { lendKeys } from "./ready-keys.ts";
import { localRequest, type LocalInit } from "./local-request.ts";

export interface TestSandbox extends Sandbox {
  readonly dataFolder: string;
  /** A request to one system: `call("payment", "/")`. */
  call(site: string, path: string, init?: LocalInit): Promise<Response>;
  /** POST of JSON. */
  send(site: string, path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** POST of a form, as a browser without JavaScript does it. */
  submit(site: string, path: string, form: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Hooks run in the order in which they were made, and a folder that is still written to cannot be removed: its sandboxes end first. */
const openIn = new Map<string, Set<() => Promise<void>>>();

/** A sandbox on free ports with a folder of its own, gone with the test. */
export async function testSandbox(t: TestContext, options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dataFolder = options.dataFolder ?? await temporaryFolder(t);
  await lendKeys(dataFolder);
  const sandbox = await startSandbox({ port: 0, smtpPort: 0, ...options, dataFolder });
  let open = true;
  const close = async (): Promise<void> => {
    if (open) {
      open = false;
      await sandbox.close();
    }
  };
  t.after(close);
  openIn.get(dataFolder)?.add(close);
  const call = (site: string, path: string, init?: LocalInit): Promise<Response> =>
    localRequest(`http://${site === "" ? "" : `${site}.`}sandbox.localhost:${sandbox.port}${path}`, init);
  return {
    ...sandbox, dataFolder, close, call,
    send: (site, path, body, headers) => call(site, path, {
      method: "POST", headers: { "content-type": "application/json", ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) }),
    submit: (site, path, form, headers) => call(site, path, {
      method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, body: new URLSearchParams(form).toString() }),
  };
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  openIn.set(folder, new Set());
  t.after(async () => {
    await Promise.all([...openIn.get(folder) ?? []].map((close) => close()));
    openIn.delete(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}
