import type { Check } from "../check.ts";
import { operation } from "../specification.ts";
import { itemsOf, type Examination, type Heard, word } from "./subject.ts";

const expected = (what: string, answer: Heard, status: number, code: string): string[] => (answer.status === status && answer.json["code"] === code ? [] : [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status} ${code}`]);

/** Writes: one effect each, and nothing believed that was sent. */
export const writingChecks: readonly Check<Examination>[] = [
  {
    id: "writing.key", level: 1, title: "Jeder schreibende Aufruf verlangt einen Idempotency-Key", rule: "openapi.json: Idempotency-Key",
    async run({ token, ask }) {
      const given = { token: await token(), body: { url: "https://conformance.example.org/webhook" } };
      return [...expected("no key", await ask(operation("addWebhook"), { ...given, key: false }), 400, "idempotency-key-missing"), ...expected("a key of 200 characters", await ask(operation("addWebhook"), { ...given, key: "x".repeat(200) }), 400, "idempotency-key-missing")];
    },
  },
  {
    id: "writing.once", level: 2, title: "Dieselbe Anfrage unter demselben Schlüssel wirkt einmal, auch gleichzeitig", rule: "openapi.json: Idempotency-Key, Idempotency-Replayed, idempotency-key-reused",
    async run({ token, ask, kept }) {
      const given = { token: await token(), params: { id: kept("application") } };
      const [key, text] = [crypto.randomUUID(), `Versuch ${crypto.randomUUID()}`];
      const send = () => ask(operation("sendMessage"), { ...given, body: { kind: "information", text }, key });
      const answers = await Promise.all([send(), send(), send()]);
      const messages = itemsOf(await ask(operation("listMessages"), given)).filter((one) => JSON.stringify(one).includes(text));
      const other = await ask(operation("sendMessage"), { ...given, body: { kind: "information", text: `${text} anders` }, key });
      return [
        ...answers.filter(({ status }) => status !== 201 && status !== 409 && status !== 422).map(({ status }) => `a repetition at the same time: ${status}`), ...(messages.length <= 1 ? [] : [`${messages.length} messages under one key`]),
        ...(answers.some(({ status, json }) => status === 201 || json["code"] === "office-needed") ? [] : ["none of three equal requests was answered"]), ...(new Set(answers.filter(({ status }) => status === 201).map(({ text: body }) => body)).size <= 1 ? [] : ["equal requests got different answers"]),
        ...(answers.some(({ status }) => status === 201) ? expected("another request under the same key", other, 409, "idempotency-key-reused") : []),
      ];
    },
  },
  {
    id: "writing.refused", level: 1, title: "Was nicht zum Schema passt, wird mit seiner Stelle abgelehnt", rule: "openapi.json: body-invalid, json-invalid, media-type-unsupported, body-too-large",
    async run({ token, ask }) {
      const given = { token: await token() };
      const add = operation("addWebhook");
      const unknown = await ask(add, { ...given, body: { url: "https://conformance.example.org/webhook", unbekannt: 1 } });
      const wrong = await ask(add, { ...given, body: { url: 7 } });
      const pointers = Array.isArray(wrong.json["errors"]) ? (wrong.json["errors"] as { pointer?: unknown }[]).map(({ pointer }) => pointer) : [];
      return [
        ...expected("an unknown field", unknown, 422, "body-invalid"), ...expected("a number for an address", wrong, 422, "body-invalid"), ...(pointers.includes("/url") ? [] : ["the wrong field is not named by a pointer"]),
        ...expected("no JSON", await ask(add, { ...given, raw: "{\"url\":" }), 400, "json-invalid"), ...expected("an array", await ask(add, { ...given, raw: "[]" }), 422, "body-invalid"),
        ...expected("another kind of content", await ask(add, { ...given, raw: "url=x", headers: { "content-type": "application/x-www-form-urlencoded" } }), 415, "media-type-unsupported"),
        ...expected("a body of a megabyte", await ask(add, { ...given, body: { url: "x".repeat(1_000_000) } }), 413, "body-too-large"),
      ];
    },
  },
  {
    id: "writing.inside", level: 1, title: "Webhooks gehen nicht in private Netze, nicht über http und nicht mit Kennwort", rule: "openapi.json: webhook-address; Standard Webhooks, Security: SSRF",
    async run({ token, ask }) {
      const given = { token: await token() };
      const tries = ["http://conformance.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data", "https://192.168.0.1/", "https://0x7f000001/", "https://2130706433/", "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://portal.localhost/", "https://intern.local/", "https://user:pass@conformance.example.org/", "ftp://conformance.example.org/", "https://127.0.0.1.:443/", "javascript:alert(1)"];
      const found: string[] = [];
      for (const url of tries) found.push(...expected(url, await ask(operation("addWebhook"), { ...given, body: { url } }), 422, "webhook-address"));
      return found;
    },
  },
  {
    id: "writing.answers", level: 2, title: "Ein Antrag, den das Formular nicht annimmt, wird mit jeder Stelle abgelehnt und hinterlässt nichts", rule: "openapi.json: answers-invalid",
    async run({ subject, token, ask }) {
      const given = { token: await token() };
      const count = async () => itemsOf(await ask(operation("listApplications"), { ...given, query: { limit: "100", service: subject.submission.service } })).length;
      const before = await count();
      const empty = await ask(operation("submitApplication"), { ...given, body: { service: subject.submission.service, answers: {}, confirmed: true } });
      const unconfirmed = await ask(operation("submitApplication"), { ...given, body: { ...subject.submission, confirmed: false } });
      const errors = Array.isArray(empty.json["errors"]) ? empty.json["errors"].length : 0;
      return [...expected("no answers", empty, 422, "answers-invalid"), ...(errors > 0 ? [] : ["no place is named"]), ...expected("not declared binding", unconfirmed, 422, "body-invalid"), ...(await count() <= before ? [] : ["a refused application is in the list"])];
    },
  },
];
