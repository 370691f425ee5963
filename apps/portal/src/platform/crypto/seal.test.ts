import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey, open, seal, SealBroken } from "./index.ts";

const key = newKey();

test("a sealed value opens with its key and context", () => {
  const sealed = seal(key, "Ayşe Muster-Öztürk", "applications.name:1");
  assert.equal(open(key, sealed, "applications.name:1").toString("utf8"), "Ayşe Muster-Öztürk");
  assert.equal(open(key, seal(key, Buffer.alloc(0), "x"), "x").length, 0);
});

test("the same value is never sealed to the same bytes twice", () => {
  assert.notDeepEqual(seal(key, "Hund", "c"), seal(key, "Hund", "c"));
});

test("a sealed value does not open with another key or in another place", () => {
  const sealed = seal(key, "Lindenweg 7", "row:1");
  assert.throws(() => open(newKey(), sealed, "row:1"), SealBroken);
  assert.throws(() => open(key, sealed, "row:2"), SealBroken);
});

test("no byte of a sealed value can be changed or taken away", () => {
  const sealed = seal(key, "0,00 €", "row:1");
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
    assert.throws(() => open(key, changed, "row:1"), SealBroken, `byte ${i}`);
    assert.throws(() => open(key, sealed.subarray(0, i), "row:1"), SealBroken, `cut at ${i}`);
  }
});

test("a key of another length is refused", () => {
  assert.throws(() => seal(Buffer.alloc(16), "x", "c"), /32 bytes/);
});
