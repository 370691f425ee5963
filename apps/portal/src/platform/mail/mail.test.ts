import assert from "node:assert/strict";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { test, type TestContext } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { createSmtpMailer, isMailAddress, type Mailer, noMailer, type SmtpOptions } from "./index.ts";

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
}
const mail = { to: "erika@beispiel.example", subject: "Neue Nachricht in Ihrem Postfach", text: "Guten Tag,\nSie haben eine neue Nachricht.", messageId: "<n-1@portal.example>" };
const from = { name: "Stadt Musterstadt – Portal", address: "portal@musterstadt.example" };

function mailerOn(t: TestContext, port: number, options: Partial<SmtpOptions> = {}): Mailer {
  const mailer = createSmtpMailer({ host: "127.0.0.1", port, security: "none", from, timeoutMs: 30_000, ...options });
  t.after(() => mailer.close());
  return mailer;
}

async function smtp(t: TestContext, options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      void text(stream).then((source) => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({ from: mailFrom === false ? "" : mailFrom.address, to: rcptTo.map(({ address }) => address), source });
        done();
      }, done);
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => void listening.once("listening", resolve));
  t.after(() => new Promise<void>((resolve) => server.close(resolve)));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("the server has a port");
  return { port: address.port, received };
}
const failing = (code: number): Error => Object.assign(new Error("no"), { responseCode: code });

test("a message arrives with its id, marked as automatic", async (t) => {
  const { port, received } = await smtp(t);
  assert.deepEqual(await mailerOn(t, port).send({ ...mail, html: "<p>Guten Tag</p>" }), { kind: "accepted" });
  const [one] = received;
  assert.deepEqual([one?.from, one?.to], ["portal@musterstadt.example", ["erika@beispiel.example"]]);
  assert.match(one?.source ?? "", /^Message-ID: <n-1@portal\.example>\r$/m);
  assert.match(one?.source ?? "", /^Auto-Submitted: auto-generated\r$/m);
  assert.match(one?.source ?? "", /multipart\/alternative/);
});

test("no subject can become a header", async (t) => {
  const { port, received } = await smtp(t);
  await mailerOn(t, port).send({ ...mail, subject: "Hallo\r\nBcc: jonas@probe.example\r\n\r\nText\u0000\u2028x" });
  const source = received[0]?.source ?? "";
  const head = source.slice(0, source.indexOf("\r\n\r\n"));
  assert.doesNotMatch(head, /^Bcc:/im);
  assert.match(head, /^Subject: Hallo Bcc: jonas@probe\.example Text x\r?$/m);
  assert.deepEqual(received[0]?.to, ["erika@beispiel.example"]);
});

test("an address that could hide a second receiver is refused before anything is sent", async (t) => {
  const { port, received } = await smtp(t);
  const mailer = mailerOn(t, port);
  const addresses = ["", "erika", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "a@b.example\n", "Erika <a@b.example>", '"a b"@c.example', "a@[127.0.0.1]", "a..b@c.example", "a@localhost", "group:a@b.example;", `${"x".repeat(65)}@b.example`, `a@${"b".repeat(260)}.example`];
  for (const to of addresses) assert.deepEqual(await mailer.send({ ...mail, to }), { kind: "rejected", reason: "address-invalid" }, JSON.stringify(to));
  assert.equal(received.length, 0);
});

test("ordinary addresses, with umlauts too, are addresses", () => {
  for (const address of ["erika@beispiel.example", "a.b+c@d-e.f.example", "büro@müller.example", "o'neill@x.example"]) assert.equal(isMailAddress(address), true, address);
});

test("a refusal for good and one for now are told apart", async (t) => {
  const gone = await smtp(t, { onRcptTo: (_address, _session, done) => done(failing(550)) });
  assert.deepEqual(await mailerOn(t, gone.port).send(mail), { kind: "rejected", reason: "refused-by-server", code: 550 });
  const busy = await smtp(t, { onRcptTo: (_address, _session, done) => done(failing(451)) });
  assert.deepEqual(await mailerOn(t, busy.port).send(mail), { kind: "unavailable", reason: "refused-for-now", code: 451 });
});

test("a text that the server refuses is refused for good, a sender that it refuses is our setting", async (t) => {
  const spam = await smtp(t, { onData: (stream, _session, done) => void text(stream).then(() => done(failing(554)), done) });
  assert.deepEqual(await mailerOn(t, spam.port).send(mail), { kind: "rejected", reason: "refused-by-server", code: 554 });
  const sender = await smtp(t, { onMailFrom: (_address, _session, done) => done(failing(553)) });
  assert.deepEqual(await mailerOn(t, sender.port).send(mail), { kind: "unavailable", reason: "refused-for-now", code: 553 });
});

test("a wrong password is a fault of the installation and never costs a message", async (t) => {
  const { port } = await smtp(t, { authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(failing(535)) });
  const outcome = await mailerOn(t, port, { user: "portal", password: "falsch" }).send(mail);
  assert.equal(outcome.kind === "unavailable" && outcome.reason, "sign-in-failed");
});

test("without the encryption that was asked for nothing is sent", async (t) => {
  const { port, received } = await smtp(t);
  const outcome = await mailerOn(t, port, { security: "starttls" }).send(mail);
  assert.equal(outcome.kind === "unavailable" && outcome.reason, "encryption-missing");
  assert.equal(received.length, 0);
});

test("a server that says nothing is a time-out, one that is not there is unreachable", async (t) => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  if (address === null || typeof address === "string") throw new Error("the server has a port");
  assert.deepEqual(await mailerOn(t, address.port, { timeoutMs: 150 }).send(mail), { kind: "unavailable", reason: "timeout" });
  await new Promise<void>((resolve) => silent.close(() => resolve()));
  assert.deepEqual(await mailerOn(t, address.port).send(mail), { kind: "unavailable", reason: "unreachable" });
});

test("a message id of another form is a fault, and so is a sender that is no address", async (t) => {
  const { port } = await smtp(t);
  await assert.rejects(mailerOn(t, port).send({ ...mail, messageId: "<a@b>\r\nX: y" }), /form <id@host>/);
  assert.throws(() => createSmtpMailer({ host: "127.0.0.1", port, security: "none", from: { name: "x", address: "x" }, timeoutMs: 1 }), /sender/);
});

test("without a server nothing pretends to be sent", async () => {
  assert.deepEqual(await noMailer.send(mail), { kind: "unavailable", reason: "not-configured" });
});
