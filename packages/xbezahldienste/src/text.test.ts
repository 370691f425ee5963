import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptionOf, purposeOf } from "./text.ts";

test("umlauts in a purpose are written out and other letters lose their marks", () => {
  assert.equal(purposeOf("Gebühr Straße Ärger ÖPNV"), "Gebuehr Strasse Aerger OePN");
  assert.equal(purposeOf("Ayşe Łukasz Çelik Ørsted"), "Ayse Lukasz Celik Orsted");
  assert.equal(purposeOf("u\u0308ber"), "ueber");
});

test("a purpose has at most 27 characters, allowed ones only, and no blank or hyphen at its end", () => {
  assert.equal(purposeOf("MUS-2026-00042 – Bewohnerparkausweis"), "MUS-2026-00042 - Bewohnerpa");
  assert.equal(purposeOf("AAAAAAAAAAAAAAAAAAAAAAAAAA-B"), "AAAAAAAAAAAAAAAAAAAAAAAAAA");
  for (const text of ["<b>x</b>", "a\nb\tc", "§ 5 Abs. 1 & 2", "💶 Zahlung", "١٢٣"]) assert.match(purposeOf(text), /^[\w\d\s-]{1,27}$/);
});

test("a purpose that has nothing left falls back", () => {
  assert.equal(purposeOf("💶"), "Zahlung");
  assert.equal(purposeOf("", "Gebuehr"), "Gebuehr");
});

test("a description keeps umlauts and Latin letters and drops what the interface refuses", () => {
  assert.equal(descriptionOf("Geburtsurkunde für Ayşe Muster-Öztürk (2 Stück), 24,00 €"), "Geburtsurkunde für Ayşe Muster-Öztürk 2 Stück , 24,00 EUR");
  assert.equal(descriptionOf("Nguyễn"), "Nguyen");
  assert.equal(descriptionOf("<>"), "");
  assert.equal(descriptionOf("ä".repeat(300)).length, 250);
});
