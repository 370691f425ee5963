import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { readDelivery } from "./delivery.ts";
import type { Inbox } from "./inbox.ts";
import { STANDARD_BEHAVIOUR, type ReceiverBehaviour } from "./receiver-behaviour.ts";
import { verifyWebhook } from "./verify-webhook.ts";

/** Where the portal delivers. */
export const WEBHOOK_PATH = "/webhook";
const BODY_LIMIT = 5 * 1024 * 1024;

interface Parts {
  readonly inbox: Inbox;
  readonly behaviour: { current: ReceiverBehaviour };
  readonly secret: string;
  readonly clock: () => Date;
}

/** 200 with a receipt, 422 with reasons, 401 for a delivery that is not signed by the portal. */
export function addWebhookReceiver(app: FastifyInstance, { inbox, behaviour, secret, clock }: Parts): void {
  void app.register(async (receiver) => {
    receiver.removeAllContentTypeParsers();
    receiver.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: BODY_LIMIT }, (_request, body, done) => { done(null, body); });

    receiver.post(WEBHOOK_PATH, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const { mode, delayMs } = takeMode(behaviour);
      if (mode === "down") return reply.code(503).header("retry-after", "5").send({ status: "unavailable" });
      if (mode === "badGateway") return reply.code(502).type("text/html").send("<html><body><h1>502 Bad Gateway</h1></body></html>");
      if (mode === "slow") await delay(delayMs);

      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const verified = verifyWebhook(request.headers, body, secret, clock());
      if (!verified.ok) return reply.code(401).send({ status: "unauthorized", problem: verified.problem });
      const delivery = readDelivery(body);
      if ("reasons" in delivery) return reply.code(422).send({ status: "rejected", reasons: delivery.reasons });
      // What it has already taken under this id it has taken: the first receipt, whatever it does with new ones now.
      if (mode === "rejectAll" && !inbox.knows(verified.id)) return reply.code(422).send({ status: "rejected", reasons: ["Das Fachverfahren lehnt zurzeit alles ab."] });

      const { receiptId, repeated } = await inbox.receive(verified.id, delivery, body, clock());
      if (mode === "acceptButDropConnection") {
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
      return { receiptId, status: "accepted", repeated };
    });
  });
}

/** The mode for this delivery; counts down when it applies to a limited number. */
function takeMode(behaviour: { current: ReceiverBehaviour }): ReceiverBehaviour {
  const now = behaviour.current;
  if (now.mode !== "normal" && now.times !== null) {
    behaviour.current = now.times > 1 ? { ...now, times: now.times - 1 } : STANDARD_BEHAVIOUR;
  }
  return now;
}
