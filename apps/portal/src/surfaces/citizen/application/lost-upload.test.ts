import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, headingOf, hiddenOf, textOf, valueIn, type Fields, type Page } from "./test-browser.ts";
import { begin } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const boundary = "----grenze";
const type = `multipart/form-data; boundary=${boundary}`;
const part = (name: string, value: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, fileName: string, content: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: application/pdf\r\n\r\n${content}`;
const parts = (fields: Fields): string => fields.map(([name, value]) => part(name, value)).join("");

/** First step of a form with a description and a photo, and what its page holds. */
async function photoStep() {
  const citizen = browser(portal);
  const page = await begin(citizen, "maengelmelder");
  return { citizen, page, path: page.path.split("?", 1)[0] ?? "", hidden: hiddenOf(page) };
}

/** The page names what happened, and its button sends everything typed again. */
function assertKept(answer: Page, typed: Fields): void {
  for (const [name, value] of typed) assert.equal(valueIn(answer, name), value);
  assert.match(textOf(answer), /Was Sie eingegeben haben, steckt noch in dieser Seite/);
  assert.match(answer.body, /<button type="submit"[^>]*>.*Eingaben ohne Dateien senden/s);
}

test("an upload that was cut off says so, and what was typed can be sent again without typing", async () => {
  const { citizen, path, hidden } = await photoStep();
  const typed: Fields = [["mangel.beschreibung", "Schlagloch »tief« <vor> Haus 5"]];
  const cut = await citizen.send("POST", path, { type, payload: parts([...hidden, ...typed]) + file("foto", "loch.pdf", "%PDF-1.7 abgebroch") });
  assert.equal(cut.status, 400);
  assert.equal(headingOf(cut), "Ihre Eingabe kam nicht vollständig an");
  assertKept(cut, typed);
  const again = await citizen.post(path, hiddenOf(cut));
  assert.ok(again.status < 500);
  assert.equal(valueIn(await citizen.get(path), "mangel.beschreibung"), typed[0]![1], "it was stored now");
});

test("more text or more files than are taken at once: the page says what to do and holds what was typed", async () => {
  const { citizen, path, hidden } = await photoStep();
  const typed: Fields = [["beschreibung", "Laterne aus"]];
  const many = await citizen.send("POST", path, { type, payload: `${parts([...hidden, ...typed])}${Array.from({ length: 60 }, (_, i) => `${file("foto", `foto-${i}.pdf`, "%PDF-1.7")}\r\n`).join("")}--${boundary}--\r\n` });
  assert.equal(many.status, 413);
  assert.equal(headingOf(many), "Das war zu viel auf einmal");
  assertKept(many, typed);
  const long = await citizen.send("POST", path, { type, payload: `${parts([...hidden, ...typed, ...Array.from({ length: 15 }, (_, i) => [`mehr${i}`, "x".repeat(90_000)] as const)])}--${boundary}--\r\n` });
  assert.equal(long.status, 413);
  assertKept(long, typed);
  assert.ok(long.body.length < 1_300_000, "no more comes back than is taken");
});

test("a body without boundaries, of another type or beyond the limit is an error with words of its own, never »too long open«", async () => {
  const { citizen, path } = await photoStep();
  for (const [contentType, payload, status, heading] of [
    ["multipart/form-data", "x", 400, "Ihre Eingabe kam nicht vollständig an"],
    ["application/json", "{}", 415, "Ihre Eingabe kam nicht vollständig an"],
    ["application/x-www-form-urlencoded", `beschreibung=${"x".repeat(1_000_100)}`, 413, "Das war zu viel auf einmal"],
  ] as const) {
    const answer = await citizen.send("POST", path, { type: contentType, payload });
    assert.equal(answer.status, status, contentType);
    assert.equal(headingOf(answer), heading);
    assert.match(textOf(answer), /Was vorher gespeichert war, ist noch da/);
  }
});
