import assert from "node:assert/strict";
import { test } from "node:test";
import type { OnlineService } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { type ConnectionFacts, connectionFacts, contractState, type Framework } from "./connection.ts";
import { type EfaService, serviceAt } from "./efa-service.ts";
import { entryProblem, fillEntry } from "./entry-link.ts";
import { readCsv } from "./read-csv.ts";
import { resolveLink } from "./resolve-link.ts";

const values = { ars: "059990001001", ags: "05999001", plz: "00101", ort: "Bad Müster & Co", leika: "99107023017000", oe: undefined, sprache: "de" };
const service = (id: string, areas: readonly string[], more: Partial<EfaService> = {}): EfaService => ({
  id, title: { de: id }, state: "01", operator: "x", leikaKeys: ["99107023017000"], areas: [...areas], entry: "https://a.example/{ars}", contract: "call-off", delivery: "fit-connect", schemas: [], changedAt: new Date(0), ...more,
});

test("an address is filled with encoded values, and never half", () => {
  assert.deepEqual(fillEntry("https://a.example/{leika}?ort={ort}&ars={ars}", values), { ok: true, url: "https://a.example/99107023017000?ort=Bad%20M%C3%BCster%20%26%20Co&ars=059990001001" });
  assert.deepEqual(fillEntry("https://a.example/?oe={oe}&ars={ars}", values), { ok: false, missing: ["oe"] });
});

test("an address that could lead to another host, or is none, is refused in words", () => {
  for (const good of ["https://a.example/{ars}", "https://a.example/?x={plz}#y", "http://efa.sandbox.localhost:8090/x?ars={ars}"]) assert.equal(entryProblem(good), undefined, good);
  for (const bad of ["https://{ort}.example/", "https://a.example/{gemeinde}", "http://a.example/", "javascript:alert(1)", "https://u:p@a.example/", "https://a.example/{{ars}}", "a.example", "https://a.example/ x", "https://a.example@{ars}/"]) assert.equal(typeof entryProblem(bad), "string", bad);
});

test("where the service elsewhere is not open, an address that the catalogue has is the way; a form of the portal goes before both", async () => {
  const place: Tenant = {
    id: "t", slug: "musterstadt", kind: "municipality", ars: "059990001001", ags: "05999001", name: "Musterstadt", officialName: "Musterstadt, Stadt", typeName: "Stadt", districtPrefix: "05999", districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: ["00101"], profile: {},
  };
  const online = { id: "o", tenant: undefined, leikaKey: "99107023017000", arsPrefix: "059990001001", facts: {} };
  const own: OnlineService = { ...online, url: "https://www.musterstadt.example/wohngeld", slug: undefined };
  const way = async (given: { readonly own?: OnlineService; readonly open: boolean; readonly entry?: string }) => (await resolveLink({
    leikaKey: "99107023017000", place, lang: "de", today: "2026-06-01", services: [service("land", ["05"], { contract: "none", ...(given.entry === undefined ? {} : { entry: given.entry }) })], competence: undefined, own: given.own, officeByRole: () => undefined,
    registered: async () => ({ framework: undefined, connection: { ...connectionFacts.parse({ open: given.open }), tenant: "t", service: "land", changedAt: new Date(0) } }),
  })).way;
  assert.deepEqual(await way({ open: true, own }), { kind: "efa", url: "https://a.example/059990001001" });
  assert.deepEqual([await way({ open: false, own }), await way({ open: true, own, entry: "https://a.example/{oe}" })], [{ kind: "own" }, { kind: "own" }]);
  assert.deepEqual(await way({ open: false }), { kind: "not-here", why: "not-open" });
  assert.deepEqual(await way({ open: true, own: { ...online, url: undefined, slug: "wohngeld" } }), { kind: "own" });
});

test("the service of the smallest area that contains the place is meant", () => {
  const all = [service("bund", [""]), service("land", ["05"]), service("ort", ["059990001001"]), service("fremd", ["09"]), service("anderes", ["05999"], { leikaKeys: ["99000000000000"] })];
  assert.equal(serviceAt(all, "99107023017000", "059990001001")?.id, "ort");
  assert.equal(serviceAt(all, "99107023017000", "059990002002")?.id, "land");
  assert.equal(serviceAt(all, "99107023017000", "010010000000")?.id, "bund");
  assert.equal(serviceAt(all.slice(3), "99107023017000", "059990001001"), undefined);
});

test("a contract is in force from its first day to the day before its end, with order and framework agreement", () => {
  const frame: Framework = { partner: "x", signedOn: "2026-01-01", until: "2027-01-01" };
  const one = (facts: Partial<ConnectionFacts>): ConnectionFacts => connectionFacts.parse({ callOff: "signed", ...facts });
  const at = (day: string, facts: Partial<ConnectionFacts> = {}, framework: Framework | undefined = frame) => contractState({ contract: "call-off" }, framework, one(facts), day).kind;
  assert.equal(at("2026-06-01"), "in-force");
  assert.equal(at("2026-12-31"), "in-force");
  assert.equal(at("2027-01-01"), "framework-ended");
  assert.equal(at("2025-12-31"), "no-framework");
  assert.equal(contractState({ contract: "call-off" }, undefined, one({}), "2026-06-01").kind, "no-framework");
  assert.equal(at("2026-06-01", { from: "2026-06-02" }), "begins-later");
  assert.equal(at("2026-06-02", { from: "2026-06-02", until: "2026-06-03" }), "in-force");
  assert.equal(at("2026-06-03", { from: "2026-06-02", until: "2026-06-03" }), "ended");
  assert.equal(at("2026-06-01", { callOff: "ordered" }), "ordered");
  // Ended before the day that was agreed: nothing says when.
  assert.deepEqual(contractState({ contract: "call-off" }, frame, one({ callOff: "ended", until: "2026-12-01" }), "2026-06-01"), { inForce: false, kind: "ended", on: undefined });
  assert.equal(contractState({ contract: "call-off" }, frame, undefined, "2026-06-01").kind, "none");
  assert.equal(contractState({ contract: "none" }, undefined, undefined, "2026-06-01").inForce, true);
});

test("a table of a spreadsheet is read with both separators, quotes and line breaks, and an open quote is named", () => {
  assert.deepEqual(readCsv("\uFEFFdienst;x\r\n\"a;b\";\"c\"\"d\ne\"\r\n;\r\nf;'=1\r\n"), { ok: true, records: [{ line: 1, cells: ["dienst", "x"] }, { line: 2, cells: ["a;b", "c\"d\ne"] }, { line: 5, cells: ["f", "=1"] }] });
  assert.deepEqual(readCsv("dienst,x\na,b"), { ok: true, records: [{ line: 1, cells: ["dienst", "x"] }, { line: 2, cells: ["a", "b"] }] });
  assert.deepEqual(readCsv("dienst;x\n\"a;b"), { ok: false, line: 2, problem: "ein Anführungszeichen wird nicht geschlossen" });
});
