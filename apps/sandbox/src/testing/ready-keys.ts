import { copyFile, mkdir, mkdtemp, stat, writeFile } from "node:fs/promises";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeOwnKeys } from "../../../../scripts/test/run-keys.ts";
import { startSandbox } from "../start-sandbox.ts";
import { localRequest } from "./local-request.ts";

/** The files with keys that a sandbox makes on its first start: two dozen RSA keys, 15 seconds of CPU. */
const FILES = ["bundid.json", "fit-connect/keys.json", ...["musterstadt", "beispielhausen", "kreisMusterland"].map((name) => `fit-fachverfahren/keys-${name}.json`), "fit-nordhafen/keys-nordhafen.json", "zbp/keys-zbp.json", "xta/identities.json"];
/** Longer than the slowest machine needs for one set. */
const patienceMs = 120_000;

/**
 * Puts keys into the folder of a sandbox that is about to start. The first test of a run makes them by starting a sandbox, all others
 * copy: TEST_KEYS_FOLDER names the run's folder (scripts/test/test.ts makes and removes it); without it a test file has its own.
 */
export async function lendKeys(dataFolder: string): Promise<void> {
  const ready = await readyFolder();
  for (const file of FILES) {
    await mkdir(dirname(join(dataFolder, file)), { recursive: true, mode: 0o700 });
    // A sandbox that starts again keeps what it has.
    if (!await exists(join(dataFolder, file))) await copyFile(join(ready, file), join(dataFolder, file));
  }
}

let found: Promise<string> | undefined;
function readyFolder(): Promise<string> {
  return found ??= (async () => {
    const folder = process.env["TEST_KEYS_FOLDER"] ?? await ownFolder();
    const keys = join(folder, "keys");
    // Who can make this folder makes the keys; the others wait for them.
    const mine = await mkdir(join(folder, "making"), { mode: 0o700 }).then(() => true, () => false);
    if (mine) {
      await make(keys);
      await writeFile(join(folder, "made"), "");
      return keys;
    }
    for (const began = Date.now(); Date.now() - began < patienceMs; await wait(200)) if (await exists(join(folder, "made"))) return keys;
    // Who was to make them died on the way.
    const own = join(await ownFolder(), "keys");
    await make(own);
    return own;
  })();
}

async function make(folder: string): Promise<void> {
  // None of those that every process is lent: the outside world's keys are nobody else's.
  const before = makeOwnKeys();
  const sandbox = await startSandbox({ dataFolder: folder, port: 0, smtpPort: 0 });
  // Those of the destinations are made at the first use.
  await localRequest(`http://fit-connect.sandbox.localhost:${sandbox.port}/submission-api/.well-known/jwks.json`, { headers: { "user-agent": "test" } });
  await sandbox.close();
  makeOwnKeys(before);
}

async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-keys-"));
  process.once("exit", () => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
