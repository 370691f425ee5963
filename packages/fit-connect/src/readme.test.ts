import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

/** Plays a town with the functions of the README, against the small service of the tests. */
const play = `
import * as disk from "node:fs/promises";
import { testWorld } from "./src/testing/test-world.ts";
const { service, settings, keys, order } = await testWorld({ after() {} });
const folder = await disk.mkdtemp("/tmp/fit-connect-readme-");
try {
  await disk.writeFile(folder + "/nachweis", "x".repeat(300000));
  const sent = await handIn(settings, service.destinationId, folder + "/nachweis");
  const [id] = service.parcels.get(sent.submissionId).attachments.keys();
  await disk.writeFile(folder + "/" + sent.submissionId + "-" + id + ".sealed", "a try that was killed");
  const { attachments: [attachment], ...rest } = order;
  await createSender(settings).send({ ...rest, attachments: [{ ...attachment, id }] });
  const files = await fetchAll(settings, service.destinationId, { decryption: keys.encryption.privateJwk, signing: keys.signature.privateJwk }, folder);
  console.log(files.length, ...(await Promise.all(files.map((file) => disk.readFile(file, "utf8")))).map(({ length }) => length), await stateOf(settings, sent));
} finally {
  await disk.rm(folder, { recursive: true });
}
process.exit(0);
`;

test("the example of the README hands in, fetches, accepts and reads the log; what another names alike overwrites nothing, and a try that was killed hinders nobody", () => {
  const folder = new URL("../", import.meta.url);
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(readFileSync(new URL("README.md", folder), "utf8")) ?? [];
  assert.ok(code.includes("handIn"));
  const output = execFileSync(process.execPath, ["--conditions=kommunalportal-source", "--input-type=module-typescript", "--disable-warning=ExperimentalWarning", "--eval", code + play], { cwd: fileURLToPath(folder), encoding: "utf8" });
  assert.equal(output, "2 300000 11 accepted\n");
});
