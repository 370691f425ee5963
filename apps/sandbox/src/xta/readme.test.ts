import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder, testSandbox } from "../testing/test-sandbox.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test("whoever has nothing but the README of packages/xta sends an application here over HTTPS and reads the answer", async (t) => {
  const sandbox = await testSandbox(t);
  const pdf = join(await temporaryFolder(t), "antrag.pdf");
  await writeFile(pdf, "%PDF".repeat(50_000));
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(await readFile(here("../../../../packages/xta/README.md"), "utf8")) ?? [];
  assert.ok(code.includes("sendApplication"));
  const play = async (more: string): Promise<string> => (await promisify(execFile)(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module-typescript", "--disable-warning=ExperimentalWarning", "--eval", `${code}
import { readFile } from "node:fs/promises";
const { clients, authority: { certificate: ca } } = JSON.parse(await readFile(${JSON.stringify(join(sandbox.dataFolder, "xta/identities.json"))}, "utf8"));
const client = connect("https://127.0.0.1:${sandbox.xtaPort}", { cert: clients.portal.certificate, key: clients.portal.privateKey, ca });
${more}`], { cwd: here("../.."), encoding: "utf8", timeout: 60_000 })).stdout;

  const [messageId = "", light] = (await play(`const id = await sendApplication(client, "<antrag/>", ${JSON.stringify(pdf)}); console.log(id); console.log(await lightOf(client, id));`)).split("\n");
  assert.equal(light, "open");
  await sandbox.send("xta", "/_fetch", {});
  const read = await play(`console.log(await lightOf(client, ${JSON.stringify(messageId)}));
const seen = [];
await readMailbox(client, async (_id, { kind, message }) => { seen.push(kind, /angenommen/.test(new TextDecoder().decode(message.content))); });
await readMailbox(client, async () => { seen.push("again"); });
console.log(...seen);`);
  assert.equal(read, "green\nplain true\n");
});
