import { createHmac, timingSafeEqual } from "node:crypto";
import { NotTried, type Check } from "../check.ts";
import { misfits, operation, record } from "../specification.ts";
import type { ReceivedMessage, Receiver } from "./receiver.ts";
import { itemsOf, type Examination } from "./subject.ts";

function receiverOf({ subject }: Examination): Receiver {
  if (!subject.receiver) throw new NotTried("the run has no address that the portal can reach");
  return subject.receiver;
}
const header = ({ headers }: ReceivedMessage, name: string): string => String(headers[name] ?? "");

/** Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. */
function signedWith(message: ReceivedMessage, secret: string): boolean {
  const expected = createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64")).update(`${header(message, "webhook-id")}.${header(message, "webhook-timestamp")}.${message.body}`).digest();
  return header(message, "webhook-signature").split(" ").some((one) => { const given = Buffer.from(one.replace(/^v1,/, ""), "base64"); return one.startsWith("v1,") && given.length === expected.length && timingSafeEqual(given, expected); });
}
const applicationOf = (message: ReceivedMessage): string => { try { return String(record(record(JSON.parse(message.body))["data"])["application"]); } catch { return ""; } };
const typeOf = (message: ReceivedMessage): string => { try { return String(record(JSON.parse(message.body))["type"]); } catch { return ""; } };

async function submit({ token, ask, subject }: Examination): Promise<string> {
  const made = await ask(operation("submitApplication"), { token: await token(), body: { ...subject.submission, confirmed: true } });
  if (made.status !== 201) throw new Error(`submitApplication: ${made.status}`);
  return String(made.json["id"]);
}

/** Being told: signed, at least once, in order, and again when asked. */
export const webhookChecks: readonly Check<Examination>[] = [
  {
    id: "webhooks.signed", level: 3, title: "Nachrichten sind signiert, nennen Kennungen und sonst nichts", rule: "Standard Webhooks 1.0; openapi.json: webhooks, ApplicationMessage",
    async run(examination) {
      const receiver = receiverOf(examination);
      const { token, ask, keep, until } = examination;
      receiver.answerWith(() => 204);
      const made = await ask(operation("addWebhook"), { token: await token(), body: { url: receiver.url } });
      if (made.status !== 201) return [`addWebhook: ${made.status} ${String(made.json["code"])}`];
      keep("own webhook", String(made.json["id"]));
      keep("own secret", String(made.json["secret"]));
      const id = await submit(examination);
      const secret = String(made.json["secret"]);
      const message = await until("a message about the new application", () => Promise.resolve(receiver.received.find((one) => applicationOf(one) === id && signedWith(one, secret))));
      return [
        ...misfits("ApplicationMessage", JSON.parse(message.body)), ...(typeOf(message) === "application.submitted" ? [] : [`the type is ${typeOf(message)}`]), ...(/^[\w.-]{8,}$/.test(header(message, "webhook-id")) ? [] : ["webhook-id is missing"]),
        ...(Math.abs(Number(header(message, "webhook-timestamp")) * 1000 - message.at) < 300_000 ? [] : ["webhook-timestamp is not the time of sending"]), ...(signedWith(message, `whsec_${Buffer.alloc(32, 1).toString("base64")}`) ? ["any secret fits"] : []),
      ];
    },
  },
  {
    id: "webhooks.repeated", level: 3, title: "Was nicht angenommen wurde, kommt unter derselben Kennung wieder, danach das Nächste desselben Vorgangs", rule: "openapi.json: addWebhook; Standard Webhooks, Retries",
    async run(examination) {
      const receiver = receiverOf(examination);
      const { token, ask, speak, kept, until } = examination;
      const secret = kept("own secret");
      // Set before the submission, whose message may be there before its answer: the first one about each application that nothing has been told of yet is refused.
      const known = new Set(receiver.received.map(applicationOf));
      const refused = new Set<string>();
      receiver.answerWith((message) => {
        const application = applicationOf(message);
        if (!signedWith(message, secret) || known.has(application) || refused.has(application)) return 204;
        refused.add(application);
        return 500;
      });
      const id = await submit(examination);
      const ours = () => receiver.received.filter((one) => applicationOf(one) === id && signedWith(one, secret));
      await speak(operation("changeStatus"), { token: await token(), params: { id }, body: { status: "in-progress" } });
      await until("the message comes again and the next follows", () => Promise.resolve(ours().some((one) => typeOf(one) === "application.status-changed") || undefined));
      const submitted = ours().filter((one) => typeOf(one) === "application.submitted");
      const attempts = itemsOf(await ask(operation("listDeliveries"), { token: await token(), params: { id: kept("own webhook") } })).find((one) => one["application"] === id && one["type"] === "application.submitted");
      receiver.answerWith(() => 204);
      return [
        ...(refused.has(id) ? [] : ["no message was there to be refused"]), ...(submitted.length >= 2 ? [] : ["a refused message did not come again"]), ...(new Set(submitted.map((one) => header(one, "webhook-id"))).size === 1 ? [] : ["a repetition has another id"]),
        ...(ours().findIndex((one) => typeOf(one) === "application.status-changed") > ours().map(typeOf).lastIndexOf("application.submitted") ? [] : ["the next event came before the one that was refused"]), ...(Number(attempts?.["attempts"] ?? 0) >= 2 ? [] : ["the attempts are not to be seen"]),
      ];
    },
  },
  {
    id: "webhooks.replayed", level: 3, title: "Auf Wunsch kommt eine Nachricht noch einmal, unter derselben Kennung", rule: "openapi.json: replayWebhook",
    async run(examination) {
      const receiver = receiverOf(examination);
      const { token, ask, kept, until } = examination;
      const given = { token: await token(), params: { id: kept("own webhook") } };
      const [last] = itemsOf(await ask(operation("listDeliveries"), given)).filter((one) => one["state"] === "delivered");
      if (!last) return ["no delivered message is to be seen"];
      const count = () => receiver.received.filter((one) => header(one, "webhook-id") === last["id"]).length;
      const before = count();
      const asked = await ask(operation("replayWebhook"), { ...given, body: { delivery: last["id"] } });
      await until("the message comes again", () => Promise.resolve(count() > before || undefined));
      return asked.status === 202 ? [] : [`replayWebhook: ${asked.status}`];
    },
  },
  {
    id: "webhooks.renewed", level: 3, title: "Ein erneuertes Geheimnis signiert sofort, das frühere noch eine Weile mit", rule: "openapi.json: rotateWebhookSecret",
    async run(examination) {
      const receiver = receiverOf(examination);
      const { token, ask, kept, until } = examination;
      const renewed = await ask(operation("rotateWebhookSecret"), { token: await token(), params: { id: kept("own webhook") } });
      const [earlier, secret] = [kept("own secret"), String(renewed.json["secret"])];
      const id = await submit(examination);
      const message = await until("a message after the renewal", () => Promise.resolve(receiver.received.find((one) => applicationOf(one) === id && (signedWith(one, secret) || signedWith(one, earlier)))));
      return [...(renewed.status === 201 && secret !== earlier ? [] : [`rotateWebhookSecret: ${renewed.status}`]), ...(signedWith(message, secret) ? [] : ["the new secret does not sign"]), ...(signedWith(message, earlier) ? [] : ["the earlier secret does not sign any more"])];
    },
  },
  {
    id: "webhooks.ended", level: 3, title: "An eine gelöschte Adresse geht nichts mehr", rule: "openapi.json: deleteWebhook",
    async run(examination) {
      const receiver = receiverOf(examination);
      const { token, ask, until, settle } = examination;
      const given = { token: await token() };
      for (const { id } of itemsOf(await ask(operation("listWebhooks"), given))) await ask(operation("deleteWebhook"), { ...given, params: { id: String(id) } });
      const left = itemsOf(await ask(operation("listWebhooks"), given));
      const id = await submit(examination);
      await until("the event is in the feed", async () => (itemsOf(await ask(operation("listEvents"), { ...given, query: { application: id } })).length > 0 ? true : undefined));
      await settle();
      return [...(left.length === 0 ? [] : ["a deleted address is still in the list"]), ...(receiver.received.some((one) => applicationOf(one) === id) ? ["a message went to a deleted address"] : [])];
    },
  },
];
