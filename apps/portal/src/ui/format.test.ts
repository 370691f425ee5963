import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDate, formatDateTime, formatExactTime, formatFileSize, formatLastDay, formatMediaTypes, formatMoney, formatShortDate, formatTime, phoneHref } from "./format.ts";
import { localPath, say, t } from "./text.ts";

const plain = (text: string) => text.replace(/\s/g, " ");

test("money is whole cents and is shown as euros", () => {
  assert.equal(plain(formatMoney(123_450, "de")), "1.234,50 €");
  assert.equal(formatMoney(1_250, "en"), "€12.50");
  assert.throws(() => formatMoney(12.5, "de"), TypeError);
});

test("times are German legal time, in winter and in summer, wherever the server stands", () => {
  assert.equal(formatTime(new Date("2026-01-15T23:30:00Z"), "de"), "00:30");
  assert.equal(formatTime(new Date("2026-07-15T22:30:00Z"), "de"), "00:30");
  assert.equal(formatDate(new Date("2026-07-15T22:30:00Z"), "de"), "16. Juli 2026");
  assert.equal(formatDateTime(new Date("2026-11-22T13:05:00Z"), "de"), "22. November 2026, 14:05 Uhr");
  assert.equal(formatExactTime(new Date("2026-11-22T13:05:09Z"), "de"), "22.11.2026, 14:05:09");
  assert.equal(formatExactTime(new Date("2026-07-22T13:05:09Z"), "en"), "22/07/2026, 15:05:09");
});

test("a date without a time is that day in every zone", () => {
  assert.equal(formatDate("1984-08-12", "de"), "12. August 1984");
  assert.equal(formatShortDate("1984-08-12", "en"), "12/08/1984");
  assert.throws(() => formatDate("12.08.1984", "de"), TypeError);
});

test("what ends at a midnight is there to the day before, also where the clocks change", () => {
  assert.equal(formatLastDay(new Date("2026-10-31T23:00:00Z"), "de"), "31. Oktober 2026");
  assert.equal(formatLastDay(new Date("2026-03-29T22:00:00Z"), "en"), "29 March 2026");
  assert.equal(formatLastDay(new Date("2026-10-25T23:00:00Z"), "de"), "25. Oktober 2026");
  assert.equal(formatLastDay(new Date("2026-11-01T11:00:00Z"), "de"), "1. November 2026");
});

test("sizes and kinds of files are said as people say them", () => {
  assert.equal(formatFileSize(10 * 1_048_576, "de"), "10 MB");
  assert.equal(formatFileSize(2_516_582, "de"), "2,4 MB");
  assert.equal(formatFileSize(120, "en"), "120 Byte");
  assert.equal(formatMediaTypes(["application/pdf", "image/jpeg", "image/png"], "de"), "PDF, JPG oder PNG");
});

test("telephone numbers can be dialled from everywhere", () => {
  assert.equal(phoneHref("0123 555-100"), "tel:+49123555100");
  assert.equal(phoneHref("+49 (0)123 555100"), "tel:+49123555100");
  assert.equal(phoneHref("0049 123 555100"), "tel:+49123555100");
  assert.equal(phoneHref("115"), "tel:115");
});

test("texts take their values, and what a form does not say in English is said in German", () => {
  assert.equal(t("de", "form.step", { current: 2, total: 4 }), "Schritt 2 von 4");
  assert.equal(t("en", "form.step", { current: 2 }), "Step 2 of {total}");
  assert.equal(say({ de: "Hund" }, "en"), "Hund");
  assert.equal(localPath("en", "/"), "/en");
  assert.equal(localPath("en", "/suche"), "/en/suche");
  assert.equal(localPath("de", "/suche"), "/suche");
});
