import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { parsePage } from "../../testing/page.ts";
import { testStaff } from "./test-staff.ts";

const world = await testStaff();
const { sabine, stella } = world.people;
const gone = { cookie: "abgelaufen", session: sabine.session };
const held = (text: string, button: string) => {
  const page = parsePage(text);
  assert.deepEqual(page.problems, []);
  return { page, fields: page.form(button).fields };
};
const urlencoded = (fields: readonly (readonly [string, string])[]): string => new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();

test("words typed before the session ended are sent after signing in again, as often as it takes", async () => {
  const { path, version } = await world.submitted();
  const long = "Bitte nennen Sie uns den Tag.\r\n\r\n<b>Danke</b>";
  const lost = await world.post(gone, `${path}/frage`, { version: await version(), text: long, frist: "2026-04-01" });
  assert.equal(lost.status, 401);
  const first = held(lost.text, "Noch einmal senden");
  assert.ok(first.page.text.includes("Was Sie eingegeben haben, steckt noch in dieser Seite."));
  assert.equal(first.page.link("In einem neuen Fenster anmelden"), "/mitarbeit/anmeldung");
  // Signed in again there is another token: the page of before is not believed, and gives the words back once more.
  const expired = await world.raw(stella, `${path}/frage`, urlencoded(first.fields));
  assert.equal(expired.status, 403);
  const second = held(expired.text, "Noch einmal senden");
  assert.equal(new Map(second.fields).get("text"), long.replaceAll("\r\n", "\n"), "a parser of HTML turns line ends into one character; a browser turns them back");
  assert.equal((await world.raw(stella, `${path}/frage`, urlencoded(second.fields))).status, 303);
  assert.ok(parsePage((await world.get(stella, `${path}?ansicht=nachrichten`)).text).text.includes("Bitte nennen Sie uns den Tag."));
});
test("a decision that was being written is not lost either; only its file has to be chosen again", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const boundary = "----test";
  const body = [["_csrf", sabine.session.csrf], ["version", await version()], ["art", "grant"], ["betreff", "Ihr Antrag"], ["text", "Wir geben statt."], ["weg", "mailbox"], ["erlassen", "1"]]
    .map(([name = "", value = ""]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("") + `--${boundary}\r\nContent-Disposition: form-data; name="datei"; filename="b.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 ${"x".repeat(200_000)}\r\n--${boundary}--\r\n`;
  const lost = await world.raw(gone, `${path}/bescheid`, body, `multipart/form-data; boundary=${boundary}`);
  assert.equal(lost.status, 401);
  const { page, fields } = held(lost.text, "Eingaben ohne Dateien senden");
  assert.equal(page.form("Eingaben ohne Dateien senden").multipart, true);
  assert.equal(new Map(fields).get("text"), "Wir geben statt.");
  assert.ok(!lost.text.includes("xxxxx"), "nothing of the file");
});
test("words beside several files are held too, and so are those of an upload that broke off", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const boundary = "----test";
  const words = [["_csrf", sabine.session.csrf], ["version", await version()], ["text", "Wir geben statt."]]
    .map(([name = "", value = ""]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("");
  const file = (name: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="datei"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 `;
  for (const files of [`${file("a.pdf")}\r\n${file("b.pdf")}\r\n--${boundary}--\r\n`, `${file("a.pdf")}abgebroch`]) {
    const lost = await world.raw(gone, `${path}/bescheid`, words + files, `multipart/form-data; boundary=${boundary}`);
    assert.equal(lost.status, 401);
    assert.equal(new Map(held(lost.text, "Eingaben ohne Dateien senden").fields).get("text"), "Wir geben statt.");
  }
});
test("a form that never had a token is not handed one", async () => {
  const { path } = await world.submitted();
  for (const who of [gone, sabine]) {
    const reply = await world.raw(who, `${path}/uebernahme`, "version=1&text=hallo");
    assert.ok(reply.status === 401 || reply.status === 403);
    assert.ok(!reply.text.includes(sabine.session.csrf) && !reply.text.includes("hallo"));
  }
});
