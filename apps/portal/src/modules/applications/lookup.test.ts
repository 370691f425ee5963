import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey } from "#platform/crypto";
import { newId } from "#platform/ids";
import { spokenAlphabet } from "./check-character.ts";
import { parseCode, parseReference } from "./index.ts";
import { lookupCodeFor } from "./lookup-code.ts";
import { newReference } from "./reference.ts";
import { erika, submitted, testWorld, visitor } from "./test-world.ts";

const world = await testWorld();
const { applications, musterstadt, clock, db } = world;
const report = async () => {
  const { application, reference, lookupCode = "" } = await submitted(world, visitor(), { service: "mangel", answers: { was: "Schlagloch in der Lindenallee" } });
  return { application, reference, code: lookupCode };
};
const wrong = () => lookupCodeFor(newKey(), newId());

test("a reference and a code are read in any writing, and a wrong or exchanged character is noticed", () => {
  const code = wrong();
  for (const [value, parse] of [[newReference("musterstadt", "2026"), parseReference], [code, parseCode]] as const) {
    assert.equal(parse(` ${value.toLowerCase().replaceAll("-", " ")} `), value);
    assert.equal(parse(value.replaceAll("-", "–")), value);
    for (const [at, character] of Array.from(value).entries()) {
      if (character === "-") continue;
      for (const other of spokenAlphabet) if (other !== character) assert.equal(parse(value.slice(0, at) + other + value.slice(at + 1)), undefined, `${value} ${at} ${other}`);
    }
  }
  for (let at = 0; at + 1 < code.length; at += 1) {
    const exchanged = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
    if (code.charAt(at) !== code.charAt(at + 1) && !exchanged.slice(at, at + 2).includes("-")) assert.equal(parseCode(exchanged), undefined);
  }
  for (const input of ["", "MUS", "x".repeat(1000), "MUS-2026-0000-0000", "ÄÄÄ-2026-7K4D-9XQ2"]) assert.equal(parseReference(input), undefined);
  assert.equal(parseReference("0BE-2O26"), undefined);
});
test("a town with a short name and one with a misread letter have references that are read back", () => {
  for (const slug of ["au", "oberhausen", "iserlohn", "bad-salzuflen"]) {
    const reference = newReference(slug, "2026");
    assert.equal(parseReference(reference), reference);
    const [town = "", ...rest] = reference.split("-");
    assert.equal(parseReference([town.replaceAll("O", "0").replaceAll("I", "1"), ...rest].join("-")), reference);
  }
});
test("with reference and code the status is seen, with what the office wrote, and not the answers", async () => {
  const { application, reference, code } = await report();
  await db.inTenant(musterstadt.id, (tx) => applications.setStatus(tx, application, { status: "in-progress", actor: { kind: "staff", id: newId() }, text: "Der Bauhof ist unterwegs." }));
  const found = await applications.lookup({ reference: reference.toLowerCase(), code: code.replaceAll("-", " "), network: "192.0.2.1" });
  assert.ok(found.ok);
  const seen = await applications.citizenCase({ application, access: found.access });
  assert.deepEqual([seen?.head.status, seen?.events.at(-1)?.text, seen?.content, seen?.files], ["in-progress", "Der Bauhof ist unterwegs.", undefined, []]);
  const other = await report();
  assert.equal(await applications.citizenCase({ application: other.application, access: found.access }), undefined);
  assert.equal(await applications.citizenCase({ application: other.application, access: { ...found.access, application: other.application } }), undefined);
  assert.deepEqual(await applications.withdraw({ application: other.application, access: { ...found.access, application: other.application } }), { ok: false, why: "not-found" });
  assert.ok((await applications.withdraw({ application, access: found.access })).ok);
});
test("what cannot be right is said at its field and costs no attempt", async () => {
  const { reference, code } = await report();
  const look = (given: { reference: string; code: string }) => applications.lookup({ ...given, network: "192.0.2.2" });
  assert.deepEqual(await look({ reference: "MUS-2026", code }), { ok: false, why: "mistyped", field: "reference" });
  for (let i = 0; i < 40; i += 1) assert.deepEqual(await look({ reference, code: "ABC" }), { ok: false, why: "mistyped", field: "code" });
  assert.ok((await look({ reference, code })).ok);
});
test("guessing ends after ten codes for one reference, also with the right one, until the next hour", async () => {
  const { reference, code } = await report();
  for (let i = 0; i < 10; i += 1) assert.deepEqual(await applications.lookup({ reference, code: wrong(), network: `192.0.2.${10 + i}` }), { ok: false, why: "no-match" });
  assert.deepEqual(await applications.lookup({ reference, code, network: "192.0.2.99" }), { ok: false, why: "too-many-attempts" });
  clock.advance(3_600_000);
  assert.ok((await applications.lookup({ reference, code, network: "192.0.2.99" })).ok);
});
test("guessing ends after thirty references from one network, and one that does not exist answers like any other", async () => {
  for (let i = 0; i < 30; i += 1) assert.deepEqual(await applications.lookup({ reference: newReference("musterstadt", "2026"), code: wrong(), network: "198.51.100.7" }), { ok: false, why: "no-match" });
  const { reference, code } = await report();
  assert.deepEqual(await applications.lookup({ reference, code, network: "198.51.100.7" }), { ok: false, why: "too-many-attempts" });
});
test("an application of an account has no code that could be guessed", async () => {
  const { reference } = await submitted(world, erika());
  assert.deepEqual(await applications.lookup({ reference, code: wrong(), network: "192.0.2.200" }), { ok: false, why: "no-match" });
});
