import assert from "node:assert/strict";
import { test } from "node:test";
import { anyUri, base64, boolean, date, dateTime, int, nonEmptyString, normalizedString, oneOf, positiveInteger, token, type SimpleType } from "./simple-type.ts";

function check<T>(type: SimpleType<T>, good: readonly (readonly [string, T])[], bad: readonly string[]): void {
  for (const [text, value] of good) assert.deepEqual(type.parse(text), value, text);
  for (const text of bad) assert.equal(type.parse(text), undefined, text);
}

test("dates and times are those of the calendar, kept as written", () => {
  check(dateTime, ["2026-02-28T23:59:59Z", "2024-02-29T00:00:00.123456+14:00", "2026-01-01T24:00:00", "-0044-03-15T12:00:00Z"].map((text) => [text, text] as const),
    ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01 00:00:00", "2026-01-01T24:00:01Z", "2026-01-01T00:00:00+15:00", "0000-01-01T00:00:00Z", "", "26-01-01T00:00:00Z"]);
  check(date, [["2026-12-31", "2026-12-31"], [" 2026-12-31Z ", "2026-12-31Z"]], ["2026-12-32", "31.12.2026", "2026-12-31T00:00:00Z"]);
});

test("numbers, truth values and words are read as XML Schema says", () => {
  check(positiveInteger, [["1", 1], [" +42 ", 42], ["007", 7]], ["0", "-1", "1.5", "1e3", "", "99999999999999999999"]);
  check(int, [["-2147483648", -2_147_483_648]], ["2147483648"]);
  check(boolean, [["true", true], ["1", true], [" false ", false], ["0", false]], ["TRUE", "yes", ""]);
  check(oneOf("Envelope", "Body"), [["Body", "Body"]], ["body", "", "Header"]);
  check(nonEmptyString, [[" ", " "]], [""]);
  check(token, [["  a \n b ", "a b"]], []);
  check(normalizedString, [["a\tb", "a b"]], []);
});

test("a URI is one, and only real base64 is read", () => {
  check(anyUri, [["urn:de:xta:1", "urn:de:xta:1"], ["https://xta.example/a?b=c#d", "https://xta.example/a?b=c#d"], ["urn:größe", "urn:größe"]], ["", "a b", "urn:<x>", "urn:%zz", "1urn:x", "a#b#c"]);
  check(base64, [["QUJD", Buffer.from("ABC")], [" QU JD\n", Buffer.from("ABC")], ["", Buffer.alloc(0)]], ["QUJ", "QUJD=", "QU-D", "Q===", "=QUJ"]);
});
