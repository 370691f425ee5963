import assert from "node:assert/strict";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { readMultipart } from "./multipart.ts";

const boundary = "----here";
/** A request whose whole body is there at once, as small forms come. */
function posted(parts: readonly (readonly [field: string, value: string, fileName?: string])[]): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers["content-type"] = `multipart/form-data; boundary=${boundary}`;
  const body = parts.map(([field, value, fileName]) => `--${boundary}\r\nContent-Disposition: form-data; name="${field}"${fileName === undefined ? "" : `; filename="${fileName}"\r\nContent-Type: text/plain`}\r\n\r\n${value}\r\n`).join("");
  request.push(`${body}--${boundary}--\r\n`);
  request.push(null);
  request.complete = true;
  return request;
}
const limits = { maxFileBytes: 1_000, maxFiles: 5 };

test("files that arrive at once are taken one after the other, in their order", async () => {
  const told: string[] = [];
  let open = 0;
  const { fields } = await readMultipart(posted([["a", "1"], ["files", "one", "1.txt"], ["files", "two", "2.txt"], ["files", "three", "3.txt"], ["b", "2"]]), limits, async (part, soFar) => {
    open += 1;
    assert.equal(open, 1);
    assert.equal(soFar.get("a")?.[0], "1");
    // The first takes longest.
    await pause(30 - told.length * 10);
    told.push(`${part.fileName} ${(await buffer(part.stream)).toString()}`);
    open -= 1;
  });
  assert.deepEqual(told, ["1.txt one", "2.txt two", "3.txt three"]);
  assert.deepEqual([...fields], [["a", ["1"]], ["b", ["2"]]]);
});

test("after one that fails no more are taken, and its fault is told", async () => {
  const told: string[] = [];
  await assert.rejects(readMultipart(posted([["files", "one", "1.txt"], ["files", "two", "2.txt"], ["files", "three", "3.txt"]]), limits, async (part) => {
    told.push(part.fileName);
    await pause(1);
    if (part.fileName === "2.txt") throw new Error("no room");
    await buffer(part.stream);
  }), /no room/);
  assert.deepEqual(told, ["1.txt", "2.txt"]);
});
