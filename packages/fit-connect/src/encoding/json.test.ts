import assert from "node:assert/strict";
import { test } from "node:test";
import { parseJson } from "./json.ts";

test("bytes are read as JSON in UTF-8 and as nothing else", () => {
  assert.deepEqual(parseJson(Buffer.from('{"name":"Jürgen Weiß 😀"}')), { name: "Jürgen Weiß 😀" });
  assert.deepEqual(parseJson(new Uint8Array(Buffer.from('--["ü"]--')).subarray(2, 8)), ["ü"]);
  for (const bytes of [Buffer.from('"J\u00fcrgen"', "latin1"), Buffer.from('"\u00fc"', "utf16le"), Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), Buffer.from([0x22, 0xc0, 0x80, 0x22]), Buffer.from("\ufeff{}"), Buffer.from("{"), Buffer.alloc(0)]) {
    assert.equal(parseJson(bytes), undefined, bytes.toString("hex"));
  }
  assert.equal(parseJson("\ufeff{}"), undefined);
});
