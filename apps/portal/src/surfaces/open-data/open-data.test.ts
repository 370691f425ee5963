import assert from "node:assert/strict";
import { test } from "node:test";
import { readTransfer } from "@kommunalportal/xzufi";
import { openBrowser } from "../../testing/browser.ts";
import { startWorld } from "../../testing/world.ts";

const world = await startWorld({ worker: false });
const browser = openBrowser();
test.after(() => { browser.close(); });

test("a collector finds the index at the Leitportal and reads every file that it names", async () => {
  const index = await browser.get(`${world.origin()}/xzufi/index.txt`);
  assert.equal(index.status, 200);
  const names = index.text.trim().split("\n");
  assert.ok(names.includes("musterstadt.xml"), index.text);
  for (const name of names) {
    const file = await browser.get(`${world.origin()}/xzufi/${name}`);
    assert.equal(file.status, 200, name);
    const read = readTransfer(file.text);
    assert.ok(read.ok && read.warnings.length === 0, name);
  }
});

test("a file that is the same is not sent again, and nothing of it exists at a town", async () => {
  const address = `${world.origin()}/xzufi/musterstadt.xml`;
  const first = await browser.get(address);
  const etag = first.headers["etag"];
  assert.match(String(first.headers["content-type"]), /application\/xml/);
  assert.ok(typeof etag === "string");
  const second = await browser.get(address, { "if-none-match": etag });
  assert.deepEqual([second.status, second.text], [304, ""]);
  assert.equal((await browser.get(`${world.origin()}/xzufi/nirgends.xml`)).status, 404);
  assert.equal((await browser.get(`${world.origin("musterstadt")}/xzufi/index.txt`)).status, 404);
  assert.equal((await browser.get(`${world.origin("musterstadt")}/xzufi/musterstadt.xml`)).status, 404);
});
