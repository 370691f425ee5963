import assert from "node:assert/strict";
import { test } from "node:test";
import { readTransfer, streamTransfer, type ReadOptions } from "./index.ts";
import { leistungXml, transferXml } from "./testing/example-transfer.ts";

function codes(xml: string | Uint8Array, options?: ReadOptions): readonly string[] {
  const result = readTransfer(xml, options);
  return result.ok ? [] : result.errors.map(({ code, line }) => `${code} ${line}`);
}

/** CPU time that a piece of work may cost; generous, so that only growth of another order fails on a busy machine. */
function bounded<T>(milliseconds: number, work: () => T): T {
  const cpu = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(cpu);
  assert.ok((user + system) / 1000 < milliseconds, `${Math.round((user + system) / 1000)} ms of CPU`);
  return result;
}

test("what is no message is refused with line and reason, and nothing throws", () => {
  assert.deepEqual(codes(""), ["not-well-formed 1"]);
  assert.deepEqual(codes("hello"), ["not-well-formed 1"]);
  assert.deepEqual(codes(transferXml().slice(0, -40)), ["not-well-formed 4"]);
  assert.deepEqual(codes("<a/>"), ["wrong-namespace 1"]);
  assert.deepEqual(codes(transferXml({ namespace: "http://xoev.de/schemata/xzufi/2_1_0" })), ["wrong-namespace 2"]);
  assert.deepEqual(codes(transferXml({ kopf: "" })), ["missing 2"]);
  assert.deepEqual(codes(transferXml({ schreibe: "" })), ["missing 2"]);
  assert.deepEqual(codes(transferXml({ rest: "<x:schreibe/>" })), ["invalid 5"]);
  assert.deepEqual(codes(transferXml({ rest: "<x:schreibe><x:leistung><x:id>1</x:id></x:leistung><x:leistung><x:id>2</x:id></x:leistung></x:schreibe>" })), ["invalid 5"]);
  assert.deepEqual(codes(transferXml({ rest: "<x:loesche><x:id>1</x:id></x:loesche>" })), ["missing 5"]);
  assert.deepEqual(codes(transferXml({ rest: '<x:loesche klasse="Leistung"/>' })), ["missing 5"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml("", "") })), ["missing 4"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml("", "<x:id/>") })), ["missing 4"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml("", "<x:id>1</x:id><x:id>2</x:id>") })), ["duplicate 4"]);
  assert.deepEqual(codes(transferXml({ schreibe: "<x:organisationseinheit><x:id>1</x:id><x:zustaendigkeit><x:gebietID>05</x:gebietID></x:zustaendigkeit></x:organisationseinheit>" })), ["missing 4"]);
  assert.deepEqual(codes(`${transferXml()}<x/>`), ["not-well-formed 7"]);
});

test("an entity bomb, an external entity and any other DOCTYPE is refused", () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "x">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a;&a;&a;&a;">`).join("")}]>`;
  assert.deepEqual(codes(transferXml().replace("?>\n", `?>\n${bomb}`)), ["doctype 2"]);
  assert.deepEqual(codes(transferXml().replace("?>\n", '?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">')), ["doctype 2"]);
  assert.equal(codes(transferXml({ schreibe: leistungXml("<x:modulKosten><x:beschreibung>&geheim;</x:beschreibung></x:modulKosten>") }))[0], "not-well-formed 4");
});

test("other encodings are refused", () => {
  assert.deepEqual(codes(transferXml().replace("UTF-8", "ISO-8859-1")), ["not-utf8 1"]);
  assert.equal(codes(new Uint8Array([0x3c, 0x61, 0xff, 0x3e]))[0]?.split(" ")[0], "not-utf8");
  const cut = new TextEncoder().encode(transferXml({ schreibe: leistungXml("<x:typisierung>ü</x:typisierung>") }));
  assert.equal(codes(cut.subarray(0, cut.indexOf(0xc3) + 1))[0]?.split(" ")[0], "not-utf8");
});

test("size, depth, number of objects and elements, and length of texts have limits", () => {
  assert.deepEqual(codes(transferXml(), { maxBytes: 100 }), ["too-large 0"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml("<x:a>".repeat(100) + "</x:a>".repeat(100)) })), ["too-deep 4"]);
  assert.deepEqual(codes(transferXml({ rest: '<x:loesche klasse="Leistung"><x:id>1</x:id></x:loesche>'.repeat(10) }), { maxObjects: 10 }), ["too-many-objects 5"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml("<x:typisierung/>".repeat(30_000)) })), ["too-many-elements 4"]);
  assert.deepEqual(codes(transferXml({ schreibe: leistungXml(`<x:typisierung>${"x".repeat(300_000)}</x:typisierung>`) })), ["too-long 4"]);
  assert.deepEqual(codes(transferXml({ attributes: `produktbezeichnung="${"x".repeat(300_000)}"` })), ["too-long 2"]);
});

test("a file that complains about itself everywhere fills neither the memory nor the page", () => {
  const result = bounded(20_000, () => readTransfer(transferXml({ rest: "<x:schreibe><x:leistung/></x:schreibe>".repeat(20_000) })));
  assert.ok(!result.ok);
  assert.equal(result.errors.length, 201);
  assert.equal(result.errors.at(-1)?.code, "too-many-problems");
});

test("20,000 objects are read as a stream in bounded memory", async () => {
  const one = new TextEncoder().encode(`<x:schreibe>${leistungXml(`<x:modulText><x:leikaTextmodul><code>06</code></x:leikaTextmodul><x:inhalt languageCode="de">${"Wort ".repeat(200)}</x:inhalt></x:modulText>`)}</x:schreibe>`);
  const [before, after] = transferXml({ schreibe: "", rest: "@" }).split("@").map((part) => new TextEncoder().encode(part));
  async function* file(): AsyncGenerator<Uint8Array> {
    yield before!;
    for (let at = 0; at < 20_000; at += 1) yield one;
    yield after!;
  }
  let seen = 0;
  let most = 0;
  const heap = process.memoryUsage().heapUsed;
  const result = await streamTransfer(file(), { objekt: () => { seen += 1; if (seen % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - heap); }, loesche: () => {} });
  assert.ok(result.ok);
  assert.equal(seen, 20_000);
  assert.ok(most < 120e6, `${Math.round(most / 1e6)} MB for ${Math.round((one.length * 20_000) / 1e6)} MB`);
});
