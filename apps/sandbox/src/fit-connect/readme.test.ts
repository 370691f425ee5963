import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const clientSchema = z.object({ clientId: z.string(), clientSecret: z.string() });

test("whoever has nothing but the README of packages/fit-connect gets a first delivery running here", async (t) => {
  const sandbox = await testSandbox(t);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, "nachweis.pdf"), "x".repeat(300_000));
  const origin = `http://fit-connect.sandbox.localhost:${sandbox.port}`;
  const settings = async (kind: "sender" | "subscriber") => ({
    ...clientSchema.parse(await (await sandbox.send("fit-connect", "/_control/clients", { kind, name: `README ${kind}` })).json()), userAgent: "readme/1.0",
  });
  const code = [...(await readFile(here("../../../../packages/fit-connect/README.md"), "utf8")).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n");
  assert.ok(code.includes("firstDelivery"));
  // Node does not resolve names below localhost everywhere.
  const play = `
import { localFetch } from ${JSON.stringify(here("../frame/local-fetch.ts"))};
const [sender, subscriber] = ${JSON.stringify([await settings("sender"), await settings("subscriber")])}.map((one) => ({ ...one, environment: sandboxEnvironment(${JSON.stringify(origin)}), fetch: localFetch }));
const { files, state } = await firstDelivery(sender, subscriber, ${JSON.stringify(join(folder, "nachweis.pdf"))}, ${JSON.stringify(folder)});
console.log(files.length, (await stat(files[0])).size, state);
`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module-typescript", "--disable-warning=ExperimentalWarning", "--eval", code + play], { cwd: here("../.."), encoding: "utf8", timeout: 120_000 });
  assert.equal(stdout, "1 300000 accepted\n");
});
