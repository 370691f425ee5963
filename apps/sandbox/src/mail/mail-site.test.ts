import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { z } from "zod";
import { checkPage } from "../testing/check-page.ts";
import { temporaryFolder, testSandbox, type TestSandbox } from "../testing/test-sandbox.ts";

/** Speaks SMTP line by line and returns the reply codes. */
function smtp(port: number, to: readonly string[], message: string): Promise<string[]> {
  const lines = ["EHLO portal.example", "MAIL FROM:<portal@musterstadt.example>", ...to.map((address) => `RCPT TO:<${address}>`), "DATA", `${message}\r\n.`, "QUIT"];
  return new Promise((resolve, reject) => {
    const codes: string[] = [];
    const socket = connect(port, "127.0.0.1");
    let rest = "";
    socket.on("data", (chunk: Buffer) => {
      rest += chunk.toString();
      for (let end = rest.indexOf("\r\n"); end !== -1; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (line[3] === "-") continue;
        codes.push(line.slice(0, 3));
        const next = lines.shift();
        if (next !== undefined) socket.write(`${next}\r\n`);
      }
    });
    socket.on("close", () => { resolve(codes); });
    socket.on("error", reject);
  });
}

const MESSAGE = [
  "From: =?UTF-8?Q?B=C3=BCrgerb=C3=BCro?= <portal@musterstadt.example>", "To: Erika Beispiel <erika@beispiel.example>",
  "Subject: =?utf-8?B?TmV1ZSBOYWNocmljaHQgZsO8cg==?=", " =?utf-8?Q?_Sie?=", "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="grenze"', "",
  "--grenze", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
  "Es liegt eine Nachricht f=C3=BCr Sie in Ihrem =", "Postfach.", "..Punkt", "--grenze", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64", "",
  Buffer.from("<p>Grüße <script>alert(1)</script></p>").toString("base64"), "--grenze--",
].join("\r\n");

const mailsSchema = z.object({ mails: z.array(z.object({ id: z.uuid(), subject: z.string(), from: z.string(), text: z.string(), html: z.string(), recipients: z.array(z.string()) })) });
const mailsOf = async (sandbox: TestSandbox, to = ""): Promise<z.infer<typeof mailsSchema>["mails"]> =>
  mailsSchema.parse(await (await sandbox.call("mail", `/_mails${to && `?to=${encodeURIComponent(to)}`}`)).json()).mails;

test("a mail that arrives by SMTP is decoded, listed and shown without running what it carries", async (t) => {
  const sandbox = await testSandbox(t);
  await checkPage(await sandbox.call("mail", "/"));
  const codes = await smtp(sandbox.smtpPort, ["erika@beispiel.example"], MESSAGE);
  assert.deepEqual(codes, ["220", "250", "250", "250", "354", "250", "221"]);
  const [mail] = await mailsOf(sandbox);
  assert.ok(mail);
  assert.deepEqual([mail.subject, mail.from], ["Neue Nachricht für Sie", "Bürgerbüro <portal@musterstadt.example>"]);
  assert.equal(mail.text.trim(), "Es liegt eine Nachricht für Sie in Ihrem Postfach.\r\n.Punkt");
  assert.match(mail.html, /Grüße/);
  assert.match(await checkPage(await sandbox.call("mail", "/")), /Neue Nachricht für Sie/);
  assert.match(await checkPage(await sandbox.call("mail", `/mails/${mail.id}`)), /<script>alert\(1\)<\/script>/);
  await checkPage(await sandbox.call("mail", "/mails/unbekannt"), 404);
});

test("mails are found by the recipient of the envelope and survive a restart", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await testSandbox(t, { dataFolder });
  await smtp(first.smtpPort, ["erika@beispiel.example", "jonas@probe.example"], "Subject: eins\r\n\r\nText");
  await smtp(first.smtpPort, ["jonas@probe.example"], "Subject: zwei\r\n\r\nText");
  await first.close();
  const second = await testSandbox(t, { dataFolder });
  assert.deepEqual((await mailsOf(second)).map(({ subject }) => subject), ["zwei", "eins"]);
  assert.deepEqual((await mailsOf(second, "Erika@beispiel.example")).map(({ subject }) => subject), ["eins"]);
});

test("a mail server that is down refuses for now, an oversized mail for ever", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("mail", "/_control", { down: true });
  assert.ok((await smtp(sandbox.smtpPort, ["erika@beispiel.example"], "Subject: x\r\n\r\n")).includes("451"));
  await sandbox.send("mail", "/_control", { down: false });
  const large = `Subject: x\r\n\r\n${"x".repeat(998)}\r\n`.concat(`${"y".repeat(998)}\r\n`.repeat(10_600));
  assert.ok((await smtp(sandbox.smtpPort, ["erika@beispiel.example"], large)).includes("552"));
  assert.deepEqual(await mailsOf(sandbox), []);
});

test("a malformed message is shown as far as it can be read", async (t) => {
  const sandbox = await testSandbox(t);
  const nested = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".repeat(50);
  for (const message of ["", "no header", nested, "Subject: =?x-unknown?Q?=E4?=\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\u0000"]) {
    await smtp(sandbox.smtpPort, ["erika@beispiel.example"], message);
  }
  assert.equal((await mailsOf(sandbox)).length, 4);
  await checkPage(await sandbox.call("mail", "/"));
});
