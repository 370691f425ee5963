import assert from "node:assert/strict";
import { test } from "node:test";
import { parentPrefixes } from "@kommunalportal/regional-keys";
import { offeredAt, type OnlineService } from "./online-service.ts";
import { bodyFor, resolveResponsibility, type Responsibility } from "./responsibility.ts";
import { createRecent } from "./recent.ts";
import { slugOf } from "./service.ts";
import { mergeTexts } from "./service-text.ts";

const place = parentPrefixes("053340002002");
const row = (arsPrefix: string, office: string, rolle: Responsibility["rolle"] = "01"): Responsibility => ({ leikaKey: "99110009104000", arsPrefix, tenant: "t", office, rolle });
const known = (address: readonly string[] = []) => ({ office }: Responsibility) => ({ hasAddress: address.includes(office), name: office });
const offices = (rows: readonly Responsibility[]): string[] => resolveResponsibility(rows, place, known(["mit"])).map(({ office }) => office);

test("responsibility falls back from Gemeinde over Verband, Kreis, Regierungsbezirk and Land to the Bund", () => {
  const levels = ["053340002002", "053340002", "05334", "053", "05", ""];
  assert.deepEqual(place, levels);
  const all = levels.map((prefix) => row(prefix, `amt-${prefix.length}`));
  levels.forEach((prefix, skip) => assert.deepEqual(offices(all.slice(skip)), [`amt-${prefix.length}`]));
  assert.deepEqual(offices([]), []);
});

test("a neighbour is never responsible", () => {
  assert.deepEqual(offices([row("053340004004", "nachbar"), row("05315", "koeln"), row("051", "duesseldorf"), row("06", "hessen")]), []);
});

test("within an area the competent body comes before the contact, then the office with an address, then the name", () => {
  assert.deepEqual(offices([row("05334", "a", "03"), row("05334", "z"), row("05334", "mit"), row("05334", "b", "02")]), ["mit", "z", "b", "a"]);
});

test("a row whose office is gone does not hide the next level", () => {
  const found = resolveResponsibility([row("053340002002", "weg"), row("05334", "kreis")], place, ({ office }) => (office === "weg" ? undefined : { hasAddress: false, name: office }));
  assert.deepEqual(found.map(({ office }) => office), ["kreis"]);
});

test("online services of Land and Bund stay beside a local one, the local first, each address once", () => {
  const online = (arsPrefix: string, slug: string | undefined, url?: string): OnlineService => ({ id: `${arsPrefix}${slug ?? url ?? ""}`, tenant: undefined, leikaKey: "k", arsPrefix, slug, url, facts: {} });
  const all = [online("", undefined, "https://bund.example"), online("05", "hund"), online("053340002002", "hund"), online("05334", undefined, "https://kreis.example"), online("06", "fremd")];
  assert.deepEqual(offeredAt(all, place).map(({ arsPrefix }) => arsPrefix), ["053340002002", "05334", ""]);
});

test("where no office is known the level says whose task it is", () => {
  const town = { kind: "municipality", hasDistrict: true } as const;
  const citywide = { kind: "municipality", hasDistrict: false } as const;
  assert.equal(bodyFor("GEM", town), "town");
  assert.equal(bodyFor("KRS", town), "district");
  assert.equal(bodyFor("KRS", citywide), "town");
  assert.equal(bodyFor("GEM", { kind: "district", hasDistrict: true }), "municipality");
  assert.deepEqual([bodyFor("LAND", town), bodyFor("BUND", town), bodyFor(undefined, town)], ["state", "federation", "unknown"]);
});

test("local sections win, missing ones come from the general text, German stands in for a missing language", () => {
  const general = { de: { teaser: "Allgemein", deadline: "Zwei Wochen", steps: ["eins"] }, en: { teaser: "General" } };
  const local = { de: { deadline: "Ein Monat", note: "Nur hier" } };
  assert.deepEqual(mergeTexts(local, general, "de"), {
    deadline: { value: "Ein Monat", origin: "local", lang: "de" }, note: { value: "Nur hier", origin: "local", lang: "de" },
    teaser: { value: "Allgemein", origin: "general", lang: "de" }, steps: { value: ["eins"], origin: "general", lang: "de" },
  });
  assert.deepEqual(mergeTexts(local, general, "en").teaser, { value: "General", origin: "general", lang: "en" });
  assert.deepEqual(mergeTexts(local, general, "en").deadline, { value: "Ein Monat", origin: "local", lang: "de" });
  assert.deepEqual(mergeTexts({}, {}, "en"), {});
});

test("words for an address are plain and never empty", () => {
  assert.equal(slugOf("Größere Änderung: Straße & Gehweg (§ 18)"), "groessere-aenderung-strasse-gehweg-18");
  assert.equal(slugOf("§§"), "leistung");
  assert.ok(slugOf("x".repeat(500)).length <= 80);
});

test("what failed is asked again, what is asked twice at once is asked once", async () => {
  const recent = createRecent<number>(2);
  let asked = 0;
  const ask = (): Promise<number> => { asked += 1; return asked === 1 ? Promise.reject(new Error("weg")) : Promise.resolve(asked); };
  await assert.rejects(recent.get("a", ask));
  assert.deepEqual(await Promise.all([recent.get("a", ask), recent.get("a", ask)]), [2, 2]);
  await recent.get("b", ask);
  await recent.get("c", ask);
  assert.equal(await recent.get("a", ask), 5);
});
