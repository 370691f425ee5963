import assert from "node:assert/strict";
import { test } from "node:test";
import { codelistLookup } from "../codelist.ts";
import { readGenericode } from "../read-genericode.ts";
import { fieldXml, groupXml, ruleXml, schemaXml, selectXml } from "../testing/schema-xml.ts";
import { realCodelists, realFile, realNames, realSchemas, skipWithoutData } from "../testing/shared-data.ts";
import { MESSAGES } from "./messages.ts";
import type { MessageNumber } from "./messages.ts";
import { qualityReport } from "./quality-report.ts";

const none = codelistLookup([]);
const real = { skip: skipWithoutData };
const F = "F99000000001";
const one = (field: string, anzahl = "1:1"): string => schemaXml([[anzahl, field]]);
const typed = (datentyp: string, attributes: string, more = ""): string => one(fieldXml(F, { datentyp, more: `<x:praezisierung ${attributes}/>${more}` }));
const begins = (datentyp: string, inhalt: string, attributes = ""): string => typed(datentyp, attributes, `<x:inhalt>${inhalt}</x:inhalt>`);
const group = (children: Parameters<typeof groupXml>[2], more = ""): string => schemaXml([["1:1", groupXml("G99000000001", "Gruppe", children, more)]]);
const reference = (uri: string, more = ""): string => one(fieldXml(F, { feldart: "select", more: `<x:codelisteReferenz><x:canonicalIdentification>${uri}</x:canonicalIdentification><x:version>1</x:version></x:codelisteReferenz>${more}` }));
const art = (code: string): string => `<x:schemaelementart><code>${code}</code></x:schemaelementart>`;
const relation = (code: string, objekt = "<x:objekt><x:id>F99000000009</x:id></x:objekt>"): string => `<x:relation><x:praedikat><code>${code}</code></x:praedikat>${objekt}</x:relation>`;
const list = readGenericode('<CodeList><Identification><Version>1</Version><CanonicalUri>urn:test:farbe</CanonicalUri></Identification><ColumnSet><Column Id="a"/><Column Id="b"/></ColumnSet><SimpleCodeList><Row><Value ColumnRef="a"><SimpleValue>R</SimpleValue></Value></Row></SimpleCodeList></CodeList>');
const lists = codelistLookup(list.ok ? [list.codelist] : []);
const plain = one(fieldXml(F));
const name = `<x:name>${F}</x:name>`;
const steckbrief = (id: string): string => schemaXml([["1:1", fieldXml(F)]], `<x:dokumentsteckbrief><x:id>${id}</x:id></x:dokumentsteckbrief>`);
const changeable = (part: "Struktur" | "Repraesentation", code: string): string => schemaXml([["1:1", fieldXml(F)]], `<x:ableitungsmodifikationen${part}><code>${code}</code></x:ableitungsmodifikationen${part}>`);
const setBy = (who: string): string => `<x:statusGesetztDurch>${who}</x:statusGesetztDurch>`;
const published = "<x:veroeffentlichungsdatum>2024-01-01</x:veroeffentlichungsdatum>";
const inPlanning = (xml: string): string => xml.replace("<code>6</code>", "<code>2</code>");
const schemaVersion = (xml: string): string => xml.replace("<x:id>S99000000001</x:id><x:version>1.0.0</x:version>", "<x:id>S99000000001</x:id>");
const bezug = (link: string): string => one(fieldXml(F, { more: `<x:bezug link="https://gesetz.example/${link}">§ 1</x:bezug>` }));

/** For each message a file that deserves it, and one that does not. A message without such a pair does not compile. */
const cases = {
  1001: [schemaXml([["1:1", fieldXml(F)]], ruleXml("Wenn F99000000002 leer")), schemaXml([["1:1", fieldXml(F)]], ruleXml(`Wenn ${F} leer`))],
  1002: [plain.replace(name, ""), plain],
  1003: [schemaXml([["1:1", fieldXml(F)], ["1:1", fieldXml(F).replace("1.0.0", "1.1.0")]]), plain],
  1004: [group([["1:1", fieldXml(F)], ["1:1", fieldXml(F)]]), group([["1:1", fieldXml(F)]])],
  1005: [reference("farbe"), reference("urn:test:farbe")],
  1006: [one(fieldXml(F, { more: art("RNG") })), one(fieldXml(F, { more: `${art("RNG")}<x:bezug>§ 1</x:bezug>` }))],
  1007: [plain, schemaXml([["1:1", fieldXml(F)]], "<x:dokumentsteckbrief><x:id>D99000000002</x:id></x:dokumentsteckbrief>")],
  1009: [plain.replace(/<x:bezeichnungEingabe>.*?<\/x:bezeichnungEingabe>/, ""), plain],
  1010: [plain, one(fieldXml(F, { more: "<x:bezeichnungAusgabe>a</x:bezeichnungAusgabe>" }))],
  1011: [one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]).replace("<code>text</code>", "<code>num</code>")), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1012: [one(fieldXml(F, { feldart: "label", more: '<x:praezisierung minLength="1"/>' })), typed("text", 'minLength="1"')],
  1013: [group([["1:1", fieldXml(F)]], art("ABS")), group([["1:1", fieldXml(F)]], art("HAR"))],
  1014: [one(fieldXml(F, { more: art("ABS") })), one(fieldXml(F, { more: art("HAR") }))],
  1015: [typed("date", 'maxLength="1"'), typed("text", 'maxLength="1"')],
  1016: [typed("text", 'minValue="1"'), typed("num", 'minValue="1"')],
  1017: [one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]).replace("<code>select</code>", "<code>input</code>")), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1018: [one(fieldXml(F, { feldart: "select" })), reference("urn:test:farbe")],
  1019: [schemaXml([["1:1", fieldXml(F)]], ruleXml(`Wenn ${F}V1.0 leer`)), schemaXml([["1:1", fieldXml(F)]], ruleXml(`Wenn ${F} leer`))],
  1021: [plain.replace("<x:anzahl>1:1</x:anzahl>", ""), plain],
  1022: [group([["1:1", fieldXml(F, { more: art("HAR") })]], art("RNG")), group([["1:1", fieldXml(F, { more: art("HAR") })]], art("HAR"))],
  1023: [group([]), group([["1:1", fieldXml(F)]])],
  1024: [schemaXml([["1:1", fieldXml(F)]], ruleXml(" ")), schemaXml([["1:1", fieldXml(F)]], ruleXml("Text"))],
  1025: [schemaXml([["1:1", fieldXml(F)], ["1:1", fieldXml(F)]]), plain],
  1026: [group([["1:1", groupXml("G99000000001", "Gruppe", [["1:1", fieldXml(F)]])]]), group([["1:1", groupXml("G99000000002", "Gruppe", [["1:1", fieldXml(F)]])]])],
  1027: [plain.replace("<code>input</code>", "<code>neu</code>"), plain],
  1028: [plain.replace("<code>text</code>", ""), plain],
  1029: [one(fieldXml(F, { more: relation("XXX") })), one(fieldXml(F, { more: relation("ABL") }))],
  1030: [one(fieldXml(F, { more: "<x:vorbefuellung><code>immer</code></x:vorbefuellung>" })), one(fieldXml(F, { more: "<x:vorbefuellung><code>keine</code></x:vorbefuellung>" }))],
  1031: [plain, one(fieldXml(F, { more: art("HAR") }))],
  1032: [plain.replace("<code>6</code>", "<code>9</code>"), plain],
  1033: [changeable("Struktur", "4"), changeable("Struktur", "3")],
  1034: [changeable("Repraesentation", "2"), changeable("Repraesentation", "1")],
  1037: [schemaXml([["1:1", reference("urn:a").match(/<x:datenfeld>.*<\/x:datenfeld>/s)?.[0] ?? ""], ["1:1", (reference("urn:a").match(/<x:datenfeld>.*<\/x:datenfeld>/s)?.[0] ?? "").replace("<x:version>1</x:version></x:codelisteReferenz>", "<x:version>2</x:version></x:codelisteReferenz>")]]), reference("urn:a")],
  1038: [plain.replace(`<x:id>${F}</x:id>`, "<x:id/>"), plain],
  1039: [plain.replace(`<x:id>${F}</x:id>`, "<x:id>F1</x:id>"), plain],
  1040: [reference(""), reference("urn:test:farbe")],
  1041: [schemaXml([["1:1", fieldXml(F)]], ruleXml("Wenn F99000001 leer")), schemaXml([["1:1", fieldXml(F)]], ruleXml(`Wenn ${F} leer`))],
  1042: [group([["1:1", fieldXml(F)]], "<x:art><code>Y</code></x:art>"), group([["1:1", fieldXml(F)]])],
  1043: [group([["0:1", fieldXml(F)]], "<x:art><code>X</code></x:art>"), group([["0:1", fieldXml(F)], ["0:1", fieldXml("F99000000002")]], "<x:art><code>X</code></x:art>")],
  1044: [one(selectXml(F, "Wahl", [["1", "a"]])), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1045: [one(selectXml(F, "Wahl", [["1", "a"], ["1", "b"]])), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1046: [one(fieldXml(F), "viele"), plain],
  1047: [one(fieldXml(F), "3:2"), plain],
  1048: [reference("urn:test:größe"), reference("urn:test:farbe")],
  1050: [plain.replace("<x:bezeichnung>Antrag zum Testen</x:bezeichnung>", ""), plain],
  1056: [typed("text", "", "<x:maxSize>5</x:maxSize>"), typed("file", "", "<x:maxSize>5</x:maxSize>")],
  1057: [typed("text", "", "<x:mediaType>text/plain</x:mediaType>"), typed("file", "", "<x:mediaType>text/plain</x:mediaType>")],
  1058: [one(fieldXml(F, { more: "<x:codeKey>a</x:codeKey>" })), reference("urn:test:farbe", "<x:codeKey>a</x:codeKey>")],
  1059: [typed("text", 'minLength="-1"'), typed("text", 'minLength="0"')],
  1060: [typed("text", 'maxLength="0"'), typed("text", 'maxLength="1"')],
  1061: [typed("text", 'minLength="2" maxLength="1"'), typed("text", 'minLength="2" maxLength="2"')],
  1062: [typed("num", 'minValue="a"'), typed("num", 'minValue="1.5"')],
  1063: [typed("num_currency", 'maxValue="a"'), typed("num_currency", 'maxValue="1,5"')],
  1064: [typed("num", 'minValue="10" maxValue="9"'), typed("num", 'minValue="9" maxValue="10"')],
  1065: [typed("num_int", 'minValue="1.5"'), typed("num_int", 'minValue="1"')],
  1066: [typed("num_int", 'maxValue="1.5"'), typed("num_int", 'maxValue="1"')],
  1067: [typed("date", 'minValue="2023-02-29"'), typed("date", 'minValue="2024-02-29"')],
  1068: [typed("date", 'maxValue="morgen"'), typed("date", 'maxValue="2024-02-29"')],
  1069: [begins("num", "viel"), begins("num", "1")],
  1070: [begins("num_int", "1.5"), begins("num_int", "1")],
  1071: [begins("date", "2023-02-29"), begins("date", "2024-02-29")],
  1072: [begins("num", "9", 'minValue="10"'), begins("num", "10", 'minValue="10"')],
  1073: [begins("num", "11", 'maxValue="10"'), begins("num", "10", 'maxValue="10"')],
  1074: [begins("text", "ab", 'minLength="3"'), begins("text", "abc", 'minLength="3"')],
  1075: [begins("text", "abcd", 'maxLength="3"'), begins("text", "abc", 'maxLength="3"')],
  1076: [reference("urn:test:farbe", "<x:inhalt>B</x:inhalt>"), reference("urn:test:farbe", "<x:inhalt>R</x:inhalt>")],
  1077: [begins("bool", "ja"), begins("bool", "true")],
  1078: [schemaXml([]), plain],
  1079: [typed("datetime", 'minValue="2024-01-01"'), typed("datetime", 'minValue="2024-01-01T00:00:00"')],
  1080: [typed("datetime", 'maxValue="x"'), typed("datetime", 'maxValue="2024-01-01T00:00:00Z"')],
  1081: [typed("time", 'minValue="24:00:00"'), typed("time", 'minValue="23:00:00"')],
  1082: [typed("time", 'maxValue="x"'), typed("time", 'maxValue="23:00"')],
  1083: [begins("datetime", "x"), begins("datetime", "2024-01-01T00:00:00")],
  1084: [begins("time", "x"), begins("time", "10:00")],
  1085: [one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]).replace("</x:datenfeld>", "<x:inhalt>3</x:inhalt></x:datenfeld>")), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1090: [one(fieldXml(F, { feldart: "label", datentyp: "date" })), one(fieldXml(F, { feldart: "label" }))],
  1091: [one(fieldXml(F, { more: relation("ABL", "") })), one(fieldXml(F, { more: relation("ABL") }))],
  1093: [one(selectXml(F, "Wahl", [["1", "a"], ["2", "a"]])), one(selectXml(F, "Wahl", [["1", "a"], ["2", "b"]]))],
  1094: [group([["1:1", fieldXml("F60000000001")], ["1:1", fieldXml(F)]]), group([["1:1", fieldXml("F60000000001")]])],
  1095: [group([["1:1", fieldXml("F60000000001")]]), group([["1:1", fieldXml(F)]])],
  1096: [inPlanning(steckbrief("D99000000001")), inPlanning(steckbrief("D99000000002"))],
  1097: [steckbrief("D99000000001"), inPlanning(steckbrief("D99000000001"))],
  1098: [one(fieldXml(F, { label: "a", more: "<x:hilfetextEingabe>a</x:hilfetextEingabe>" })), one(fieldXml(F, { label: "a", more: "<x:hilfetextEingabe>b</x:hilfetextEingabe>" }))],
  1099: [one(fieldXml(F, { name: "n", label: "a", more: "<x:hilfetextEingabe>n</x:hilfetextEingabe>" })), one(fieldXml(F, { name: "n", label: "a", more: "<x:hilfetextEingabe>b</x:hilfetextEingabe>" }))],
  1100: [begins("file", "x"), begins("text", "x")],
  1101: [one(fieldXml(F, { more: art("HAR") })), one(fieldXml(F, { more: `${art("HAR")}<x:bezug>§ 1</x:bezug>` }))],
  1102: [typed("text", 'minLength="1"'), typed("text", 'minLength="1" maxLength="2"')],
  1103: [typed("num", ""), typed("num", 'minValue="1"')],
  1105: [reference("urn:a"), reference("urn:a").replace("<x:version>1</x:version>", "<x:version>2020-01-01</x:version>")],
  1106: [group([["1:1", fieldXml(F)]]), group([["1:1", fieldXml(F)], ["1:1", fieldXml("F99000000002")]])],
  1109: [one(fieldXml(F, { feldart: "label" })), one(fieldXml(F, { feldart: "label", more: "<x:inhalt>a</x:inhalt>" }))],
  1116: [one(fieldXml(F).replace("<code>6</code>", "<code>7</code>")), plain],
  1117: [plain, schemaXml([["1:1", fieldXml(F, { more: setBy("Land") })]], setBy("Land"))],
  1118: [group([["1:1", fieldXml(F)], ["0:1", fieldXml("F99000000002")]], "<x:art><code>X</code></x:art>"), group([["0:1", fieldXml(F)], ["0:1", fieldXml("F99000000002")]], "<x:art><code>X</code></x:art>")],
  1120: [typed("file", 'pattern="a"'), typed("text", 'pattern="a"')],
  1122: [reference("urn:test:farbe", "<x:nameKey>z</x:nameKey>"), reference("urn:test:farbe", "<x:nameKey>b</x:nameKey>")],
  1127: [schemaXml([["1:1", fieldXml(F)]], published), schemaXml([["1:1", fieldXml(F, { more: published })]], published)],
  1128: [group([["1:1", fieldXml(F)]], published), group([["1:1", fieldXml(F, { more: published })]], published)],
  1129: [schemaXml([["1:1", inPlanning(fieldXml(F))]], published), schemaXml([["1:1", fieldXml(F)]], published)],
  1130: [group([["1:1", inPlanning(fieldXml(F))]], published), group([["1:1", fieldXml(F)]], published)],
  1132: [one(fieldXml(F, { more: "<x:bezug>§ 1; § 2</x:bezug>" })), one(fieldXml(F, { more: "<x:bezug>§ 1</x:bezug>" }))],
  1133: [one(fieldXml(F, { more: '<x:bezug link="javascript:x">§ 1</x:bezug>' })), one(fieldXml(F, { more: '<x:bezug link="https://gesetz.example">§ 1</x:bezug>' }))],
  1134: [schemaVersion(one(fieldXml(F, { more: art("RNG") }))), one(fieldXml(F, { more: art("RNG") }))],
  1135: [one(fieldXml(F).replace("<x:version>1.0.0</x:version>", "")), plain],
  1136: [one(fieldXml(F, { label: "a".repeat(256) })), one(fieldXml(F, { label: "a".repeat(255) }))],
  1137: [one(fieldXml(F, { more: `<x:stichwort uri="urn:${"a".repeat(252)}">a</x:stichwort>` })), one(fieldXml(F, { more: `<x:stichwort uri="urn:${"a".repeat(251)}">a</x:stichwort>` }))],
  1138: [bezug("a".repeat(233)), bezug("a".repeat(232))],
  1139: [one(fieldXml(F, { datentyp: "file" })), one(fieldXml(F, { datentyp: "file" }), "1:*")],
  1140: [one(fieldXml(F, { more: "<x:statusGesetztDurch>FIM-Baustein Datenfelder</x:statusGesetztDurch>" })), one(fieldXml("F60000000009", { more: "<x:statusGesetztDurch>FIM-Baustein Datenfelder</x:statusGesetztDurch>" }))],
  1141: [schemaXml([["1:1", fieldXml(F)]], setBy("FIM-Baustein Datenfelder")), schemaXml([["1:1", fieldXml(F)]], setBy("Land"))],
  1142: [plain, one(fieldXml(F, { more: "<x:statusGesetztAm>2024-01-01</x:statusGesetztAm>" }))],
  1143: [plain, schemaXml([["1:1", fieldXml(F)]], "<x:statusGesetztAm>2024-01-01</x:statusGesetztAm>")],
} satisfies { readonly [N in MessageNumber]: readonly [bad: string, good: string] };

const numbersOf = (xml: string): ReadonlySet<number | undefined> => new Set(qualityReport(xml, lists).map(({ number }) => number));

for (const [number, [bad, good]] of Object.entries(cases)) {
  test(`message ${number} is given where it is deserved, and only there`, () => {
    assert.ok(numbersOf(bad).has(Number(number)), "deserved");
    assert.ok(!numbersOf(good).has(Number(number)), "not deserved");
  });
}

test("numbers and severities are those of the official list", real, () => {
  const official = readGenericode(realFile("Meldungen_xdfm_1.8.genericode.xml"));
  assert.ok(official.ok);
  const [code = "", type = ""] = official.codelist.columns;
  const known = new Map(official.codelist.rows.map((row) => [row.get(code), row.get(type)]));
  assert.deepEqual(Object.entries(MESSAGES).filter(([number, [severity]]) => known.get(number) !== severity), []);
});

test("released schemas deserve few messages, and the whole catalogue is checked in time", real, () => {
  const lookup = realCodelists();
  const critical = realSchemas().flatMap(({ xml }) => qualityReport(xml, lookup)).filter(({ severity }) => severity === "FehlerKritisch");
  assert.deepEqual(critical, []);
});

test("a finding names line and element; broken files are checked as far as they can be read", real, () => {
  const [first] = qualityReport(plain, none).filter(({ number }) => number === 1010);
  assert.deepEqual(first, { number: 1010, severity: "FehlerKritisch", line: 2, element: `${F} 1.0.0 »${F}«`, message: "Die Bezeichnung für die Ausgabe fehlt." });
  for (const file of realNames("xdf-testdata/")) assert.ok(qualityReport(realFile(`xdf-testdata/${file}`), none).length > 0, file);
});
