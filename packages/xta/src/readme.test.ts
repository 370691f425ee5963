import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** Plays portal and authority with the functions of the README, against the service of the tests. */
const play = `
import * as disk from "node:fs/promises";
import { loopback } from "./src/testing/loopback.ts";
import { fullService } from "./src/testing/service.ts";
const kept = [];
const { client, faults } = loopback(fullService(kept));
connect("https://xta.example", { cert: undefined, key: undefined, ca: undefined });
const folder = await disk.mkdtemp("/tmp/xta-readme-");
await disk.writeFile(folder + "/antrag.pdf", "%PDF".repeat(50_000));
const messageId = await sendApplication(client, "<antrag/>", folder + "/antrag.pdf");
await disk.rm(folder, { recursive: true });
const read = [];
await readMailbox(client, async (id, { message }) => { read.push(id, message.content.byteLength); });
console.log(kept[0].container.attachments[0].content.byteLength, await lightOf(client, messageId), read.join(" "), faults.length);
`;

test("the example of the README sends an application, looks at its light and reads a mailbox", () => {
  const folder = new URL("../", import.meta.url);
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL("README.md", folder), "utf8")) ?? [];
  assert.ok(code.includes("sendApplication"));
  const output = execFileSync(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module-typescript", "--disable-warning=ExperimentalWarning", "--eval", code + play], { cwd: fileURLToPath(folder), encoding: "utf8" });
  assert.equal(output, "200000 yellow urn:de:xta:messageid:x:1 37 0\n");
});
