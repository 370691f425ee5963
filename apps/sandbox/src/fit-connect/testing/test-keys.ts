import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Making a dozen RSA-4096 keys takes seconds: sandboxes of one test file share them, in memory only. */
const FILES = ["fit-connect/keys.json", ...["musterstadt", "beispielhausen", "kreisMusterland"].map((name) => `fit-fachverfahren/keys-${name}.json`), "fit-nordhafen/keys-nordhafen.json", "zbp/keys-zbp.json"];
const made = new Map<string, string>();

/** Puts the keys into the folder of a sandbox that has not started yet; none the first time. */
export async function lendKeys(dataFolder: string): Promise<void> {
  for (const [file, text] of made) {
    await mkdir(dirname(join(dataFolder, file)), { recursive: true, mode: 0o700 });
    await writeFile(join(dataFolder, file), text, { mode: 0o600 });
  }
}

/** Remembers the keys of a sandbox that is prepared. */
export async function rememberKeys(dataFolder: string): Promise<void> {
  for (const file of FILES) if (!made.has(file)) made.set(file, await readFile(join(dataFolder, file), "utf8"));
}
