import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyring, KeyVersionMissing, newKey, SealBroken } from "./index.ts";

const first = { version: 1, key: newKey() };
const second = { version: 2, key: newKey() };

test("a wrapped key unwraps only for the row it was wrapped for", () => {
  const keyring = createKeyring({ keys: [first], current: 1 });
  const dek = newKey();
  const wrapped = keyring.wrap(dek, "application:a");
  assert.deepEqual(keyring.unwrap(wrapped, "application:a"), dek);
  assert.throws(() => keyring.unwrap(wrapped, "application:b"), SealBroken);
  assert.equal(wrapped.includes(dek), false);
});

test("rotation rewraps a key without changing it, and afterwards the old installation key is not needed", () => {
  const dek = newKey();
  const old = createKeyring({ keys: [first], current: 1 }).wrap(dek, "tenant:t");
  const both = createKeyring({ keys: [first, second], current: 2 });
  assert.equal(both.versionOf(old), 1);
  const renewed = both.rewrap(old, "tenant:t");
  assert.equal(both.versionOf(renewed), 2);
  assert.deepEqual(createKeyring({ keys: [second], current: 2 }).unwrap(renewed, "tenant:t"), dek);
});

test("a key wrapped by an installation key that is not there says which one is missing", () => {
  const wrapped = createKeyring({ keys: [second], current: 2 }).wrap(newKey(), "c");
  const keyring = createKeyring({ keys: [first], current: 1 });
  assert.throws(() => keyring.unwrap(wrapped, "c"), (error) => error instanceof KeyVersionMissing && error.version === 2);
});

test("the version in a wrapped key's header cannot be changed", () => {
  const same = newKey();
  const keyring = createKeyring({ keys: [{ version: 1, key: same }, { version: 2, key: same }], current: 1 });
  const wrapped = keyring.wrap(newKey(), "c");
  wrapped.writeUInt32BE(2, 1);
  assert.throws(() => keyring.unwrap(wrapped, "c"), SealBroken);
});

test("a keyring without its current key, with a version twice or with a short key is refused", () => {
  assert.throws(() => createKeyring({ keys: [first], current: 2 }), KeyVersionMissing);
  assert.throws(() => createKeyring({ keys: [first, first], current: 1 }), /twice/);
  assert.throws(() => createKeyring({ keys: [{ version: 1, key: Buffer.alloc(31) }], current: 1 }), /32 bytes/);
  assert.throws(() => createKeyring({ keys: [{ version: 0, key: newKey() }], current: 0 }), /from 1/);
});
