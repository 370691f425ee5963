import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outbound } from "#platform/http";
import { fetchCodelists, missingLists } from "./codelist-source.ts";

const origin = "https://xrepository.example";
const urn = "urn:musterstadt:farbe";
const genericode = (version: string, uri = urn): string => `<CodeList><Identification><Version>${version}</Version><CanonicalUri>${uri}</CanonicalUri></Identification><ColumnSet><Column Id="a"/><Column Id="b"/></ColumnSet><SimpleCodeList><Row><Value ColumnRef="a"><SimpleValue>R</SimpleValue></Value><Value ColumnRef="b"><SimpleValue>Rot</SimpleValue></Value></Row></SimpleCodeList></CodeList>`;
const reference = (version?: string, of = urn) => ({ canonicalIdentification: of, ...(version === undefined ? {} : { version }), canonicalVersionUri: `${of}_${version ?? ""}` });

/** The source's other end: what was asked, and what it answers by path. */
function sourceThat(answers: Readonly<Record<string, string | number | Error>>): { readonly asked: string[]; readonly source: { readonly origin: string; readonly outbound: Outbound } } {
  const asked: string[] = [];
  return { asked, source: { origin, outbound: (url) => {
    const path = decodeURIComponent(String(url).slice(origin.length));
    asked.push(path);
    const answer = answers[path] ?? 404;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(typeof answer === "number" ? new Response("", { status: answer }) : new Response(answer));
  } } };
}

test("a list comes by its URN and version; without a version the one that is valid now", async () => {
  const { asked, source } = sourceThat({
    [`/api/version_codeliste/${urn}_3/genericode`]: genericode("3"), [`/api/codeliste/${urn}/gueltigeVersion`]: `<dat:VersionCodeliste xmlns:dat="x"><dat:version>4</dat:version></dat:VersionCodeliste>`, [`/api/version_codeliste/${urn}_4/genericode`]: genericode("4"),
  });
  const { lists, failed } = await fetchCodelists(source, [reference("3"), reference()]);
  assert.deepEqual(failed, []);
  assert.deepEqual(lists.map(({ codelist }) => codelist.version).toSorted(), ["3", "4"]);
  assert.equal(asked.length, 3);
  assert.deepEqual(missingLists([reference("3"), reference("5")], lists.map(({ codelist }) => codelist)).map(({ version }) => version), ["5"]);
});

test("what could not be had is said of each list, and the others come all the same", async () => {
  const at = (version: string): string => `/api/version_codeliste/${urn}_${version}/genericode`;
  const { source } = sourceThat({ [at("1")]: genericode("1"), [at("2")]: 404, [at("3")]: 429, [at("4")]: new Error("refused: private network"), [at("5")]: "<html>Wartung</html>", [at("6")]: genericode("7"), [at("8")]: genericode("8", "urn:other:list"), [at("9")]: 500, [at("10")]: "<!DOCTYPE x [<!ENTITY a \"b\">]><CodeList/>" });
  const { lists, failed } = await fetchCodelists(source, ["1", "2", "3", "4", "5", "6", "8", "9", "10"].map((version) => reference(version)));
  assert.deepEqual(lists.map(({ codelist }) => codelist.version), ["1"]);
  assert.deepEqual(Object.fromEntries(failed.map(({ reference: { version }, why }) => [version, why])), { 2: "not-there", 3: "too-many-requests", 4: "unreachable", 5: "unreadable", 6: "another-list", 8: "another-list", 9: "unreachable", 10: "unreadable" });
});

test("what is no URN is not asked for, nor more lists than a schema can have", async () => {
  const { asked, source } = sourceThat({});
  const odd = ["https://evil.example/x", "urn:x", "urn:a/../../b:c", "urn:nid:x?y=1", "urn:nid:x y", ""].map((of) => reference("1", of));
  assert.deepEqual((await fetchCodelists(source, [...odd, reference("../admin")])).failed.map(({ why }) => why), Array(7).fill("no-urn"));
  assert.equal(asked.length, 0);
  const many = await fetchCodelists(source, Array.from({ length: 60 }, (_, i) => reference(String(i))));
  assert.equal(asked.length, 50);
  assert.equal(many.failed.length, 60);
});
