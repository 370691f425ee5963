import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTransfer, streamTransfer, writeTransfer, type Objekt } from "./index.ts";
import { transfer } from "./testing/arbitrary-transfer.ts";
import { leistungXml, transferXml } from "./testing/example-transfer.ts";
import { withoutLines } from "./testing/without-lines.ts";

test("what is written is read as the same, without a warning", () => {
  fc.assert(fc.property(transfer, (given) => {
    const read = readTransfer(writeTransfer(given));
    assert.ok(read.ok, read.ok ? "" : read.errors.map(({ message, path }) => `${path}: ${message}`).join("\n"));
    assert.deepEqual(read.warnings, []);
    assert.deepEqual(withoutLines(read.transfer), given);
  }), { numRuns: 150 });
});

test("writing the same twice gives the same file, and what was read and written once is written the same again", () => {
  fc.assert(fc.property(transfer, (given) => {
    const once = writeTransfer(given);
    assert.equal(writeTransfer(given), once);
    const read = readTransfer(once);
    assert.ok(read.ok);
    assert.equal(writeTransfer(read.transfer), once);
  }), { numRuns: 25 });
});

test("a stream in any pieces gives the same as the whole file", async () => {
  await fc.assert(fc.asyncProperty(transfer, fc.integer({ min: 1, max: 97 }), async (given, size) => {
    const bytes = new TextEncoder().encode(writeTransfer(given));
    const objekte: Objekt[] = [];
    const read = await streamTransfer(pieces(bytes, size), { objekt: (each) => { objekte.push(each); }, loesche: () => {} });
    assert.ok(read.ok);
    const whole = readTransfer(bytes);
    assert.ok(whole.ok);
    assert.deepEqual(objekte, whole.transfer.schreibe);
  }), { numRuns: 20 });
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("the order of the written elements does not depend on the order in which the object was made", () => {
  const read = readTransfer(transferXml({ schreibe: "<x:leistung><x:kennzeichenEA>true</x:kennzeichenEA><x:modulKosten><x:beschreibung>Frei</x:beschreibung></x:modulKosten><x:referenzLeiKa><code>99115005104000</code></x:referenzLeiKa><x:id>1</x:id></x:leistung>" }));
  assert.ok(read.ok);
  const written = writeTransfer(read.transfer);
  const order = ["<xzufi:id>", "<xzufi:referenzLeiKa>", "<xzufi:modulKosten>", "<xzufi:kennzeichenEA>"].map((tag) => written.indexOf(tag));
  assert.deepEqual(order, order.toSorted((a, b) => a - b));
  assert.ok(order.every((at) => at > 0));
  assert.match(written, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<xzufi:uebertragung xmlns:xzufi="http:\/\/xoev\.de\/schemata\/xzufi\/2_2_0"/);
  assert.match(written, /<xzufi:referenzLeiKa>\s*<code>99115005104000<\/code>/, "a code has no namespace");
});

test("what 2.2.0 cannot say is refused instead of being lost", () => {
  const twice = readTransfer(transferXml({ namespace: "http://xoev.de/schemata/xzufi/2_3_1", attributes: "", schreibe: "<x:leistung><x:id>1</x:id><x:modulFrist/><x:modulFrist/></x:leistung>" }));
  assert.ok(twice.ok);
  assert.throws(() => writeTransfer(twice.transfer), /knows modulFrist only once/);
  const channel = readTransfer(transferXml({ schreibe: leistungXml("<x:modulKosten><x:zugangskanal><code>200</code></x:zugangskanal></x:modulKosten>") }));
  assert.ok(channel.ok);
  assert.throws(() => writeTransfer(channel.transfer), /zugangskanal/);
  assert.throws(() => writeTransfer({ ...channel.transfer, wurzel: "a b" }), RangeError);
});
