import type { ReceivedMessage, Receiver } from "@kommunalportal/conformance-kit";
import { signWebhook } from "#platform/crypto";

export interface PlantedWebhookFault {
  readonly what: string;
  readonly breaks: string;
  /** What arrives instead; `secrets` are those the portal has given so far. */
  readonly arriving?: (messages: readonly ReceivedMessage[], secrets: readonly string[]) => readonly ReceivedMessage[];
  readonly through?: (right: typeof fetch) => typeof fetch;
}

const idOf = ({ headers }: ReceivedMessage): string => String(headers["webhook-id"]);
const typeOf = ({ body }: ReceivedMessage): string => (JSON.parse(body) as { type: string }).type;
const signed = (message: ReceivedMessage, id: string, secrets: readonly string[]): ReceivedMessage => ({ ...message, headers: { ...message.headers, ...signWebhook(secrets, { id, timestamp: Number(message.headers["webhook-timestamp"]), body: message.body }) } });
const firstOnly = (messages: readonly ReceivedMessage[]): readonly ReceivedMessage[] => messages.filter((one, i) => messages.findIndex((other) => idOf(other) === idOf(one)) === i);

/** Portals whose messages are wrong in one way each. */
export const plantedWebhookFaults: readonly PlantedWebhookFault[] = [
  { what: "messages are signed by somebody else", breaks: "webhooks.signed", arriving: (messages) => messages.map((one) => signed(one, idOf(one), [`whsec_${Buffer.alloc(32, 3).toString("base64")}`])) },
  { what: "messages are not signed", breaks: "webhooks.signed", arriving: (messages) => messages.map((one) => ({ ...one, headers: { ...one.headers, "webhook-signature": "" } })) },
  { what: "messages do not say when it happened", breaks: "webhooks.signed", arriving: (messages, secrets) => messages.map((one) => signed({ ...one, body: JSON.stringify({ ...JSON.parse(one.body) as object, timestamp: undefined }) }, idOf(one), secrets)) },
  { what: "a refused message does not come again", breaks: "webhooks.repeated", arriving: firstOnly },
  { what: "a repetition has another id", breaks: "webhooks.repeated", arriving: (messages, secrets) => messages.map((one, i) => signed(one, messages.findIndex((other) => idOf(other) === idOf(one)) === i ? idOf(one) : `${idOf(one)}-${i}`, secrets)) },
  { what: "the next event does not wait", breaks: "webhooks.repeated", arriving: (messages) => [...messages].sort((a, b) => Number(typeOf(b) === "application.status-changed") - Number(typeOf(a) === "application.status-changed")) },
  { what: "nothing is sent again on demand", breaks: "webhooks.replayed", arriving: firstOnly },
  { what: "the earlier secret ends at once", breaks: "webhooks.renewed", arriving: (messages, secrets) => (secrets.length < 2 ? messages : messages.map((one) => signed(one, idOf(one), secrets.slice(-1)))) },
  {
    what: "a deleted address goes on being told", breaks: "webhooks.ended",
    through: (right) => { let deleted = false; return async (input, init) => {
      const request = new Request(input, init);
      if (request.method === "DELETE") { deleted = true; return new Response(null, { status: 204 }); }
      return deleted && request.method === "GET" && request.url.endsWith("/webhooks") ? Response.json({ items: [] }) : right(request);
    }; },
  },
];

/** The receiver of a run, seen through a fault, with the line that tells it the secrets. */
export function faultyReceiver(receiver: Receiver, line: typeof fetch, fault: PlantedWebhookFault): { readonly receiver: Receiver; readonly line: typeof fetch } {
  const secrets: string[] = [];
  const right = fault.through?.(line) ?? line;
  const listening: typeof fetch = async (input, init) => {
    const answer = await right(input, init);
    if (answer.status === 201) {
      const { secret } = await answer.clone().json() as { secret?: string };
      if (secret?.startsWith("whsec_") === true) secrets.push(secret);
    }
    return answer;
  };
  return { line: listening, receiver: { url: receiver.url, get received() { return fault.arriving?.(receiver.received, secrets) ?? receiver.received; }, answerWith: receiver.answerWith, close: receiver.close } };
}
