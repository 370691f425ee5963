import { setTimeout as delay } from "node:timers/promises";
import type { FunctionalCode } from "@kommunalportal/xbezahldienste";
import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { ClientAuthentication } from "./client-authentication.ts";
import type { PaymentBehaviour } from "./payment-behaviour.ts";
import { informationOf, type PaymentRecord } from "./payment-record.ts";
import type { PaymentStore } from "./payment-store.ts";
import { checkParties, validatePaymentRequest, type Problem } from "./validate-payment-request.ts";

interface Parts {
  readonly store: PaymentStore;
  readonly authentication: ClientAuthentication;
  readonly behaviour: { readonly current: PaymentBehaviour };
  readonly origin: string;
  readonly clock: () => Date;
}
interface Parties { Params: { originatorId: string; endPointId: string } }
interface Transaction { Params: { originatorId: string; endPointId: string; transactionId: string } }

/** XBezahldienste 1.0.0, the provider's side: three calls, and the token endpoint of those who prefer OAuth 2.0. */
export function addPaymentApi(app: FastifyInstance, { store, authentication, behaviour, origin, clock }: Parts): void {
  const transactionOf = (record: PaymentRecord): object => ({
    paymentInformation: informationOf(record, origin), paymentRequest: record.request,
  });

  void app.register(async (api) => {
    api.setErrorHandler(async (error: FastifyError, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status < 500) return refuse(reply, { status, functionalCode: "VALIDATION_ERROR", title: "The request cannot be read" });
      process.stderr.write(`payment fault: ${error.stack ?? error.message}\n`);
      return refuse(reply, { status: 500, functionalCode: "UNSPECIFIED", title: "Internal error" });
    });

    api.addHook("onRequest", async (request, reply) => {
      if (behaviour.current.delayMs > 0) await delay(behaviour.current.delayMs);
      if (behaviour.current.down) return refuse(reply, { status: 503, functionalCode: "UNSPECIFIED", title: "The payment service is not available" });
      if (!authentication.admits(request.headers.authorization)) {
        reply.header("www-authenticate", 'Basic realm="XBezahldienste", charset="UTF-8"');
        return refuse(reply, { status: 401, functionalCode: "FORBIDDEN", title: "Authentication is required" });
      }
    });

    api.post<Parties>("/paymenttransaction/:originatorId/:endPointId", async (request, reply) => {
      const { originatorId, endPointId } = request.params;
      const valid = validatePaymentRequest(request.body, originatorId, endPointId, behaviour.current);
      if ("functionalCode" in valid) return refuse(reply, valid);
      const record = await store.create({ originatorId, endPointId, request: valid, at: clock() });
      if (!record) return refuse(reply, { status: 409, functionalCode: "PAYMENT_EXISTS", title: "This requestId was used before" });
      if (behaviour.current.dropAnswerAfterCreate) {
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
      return transactionOf(record);
    });

    api.get<Transaction>("/paymenttransaction/:originatorId/:endPointId/:transactionId", async (request, reply) => {
      const { originatorId, endPointId, transactionId } = request.params;
      const unknown = checkParties(originatorId, endPointId, behaviour.current, 404);
      if (unknown) return refuse(reply, unknown);
      const record = store.find(transactionId);
      if (!record || record.originatorId !== originatorId || record.endPointId !== endPointId) {
        return refuse(reply, { status: 404, functionalCode: "UNSPECIFIED", title: "No such transaction" });
      }
      return transactionOf(record);
    });

    api.get<Parties>("/status/:originatorId/:endPointId", async (request, reply) => {
      const unknown = checkParties(request.params.originatorId, request.params.endPointId, behaviour.current, 403);
      return unknown ? refuse(reply, unknown) : {};
    });
  });

  app.post("/oauth/token", async (request, reply) => {
    const form = tokenRequestSchema.safeParse(request.body);
    if (!form.success) return reply.code(400).send({ error: "invalid_request" });
    if (form.data.grant_type !== "client_credentials") return reply.code(400).send({ error: "unsupported_grant_type" });
    const issued = authentication.issueToken(form.data.client_id, form.data.client_secret);
    if (!issued) return reply.code(401).send({ error: "invalid_client" });
    return { access_token: issued.token, token_type: "Bearer", expires_in: issued.expiresIn };
  });
}

const tokenRequestSchema = z.object({ grant_type: z.string(), client_id: z.string().max(200), client_secret: z.string().max(200) });

function refuse(reply: FastifyReply, { status, functionalCode, title, detail }: Problem): FastifyReply {
  const code: FunctionalCode = functionalCode;
  return reply.code(status).type("application/problem+json").serializer(JSON.stringify).send({
    type: `urn:xbezahldienste:error:${code.toLowerCase()}`, status, title, ...(detail !== undefined && { detail }), functionalCode: code,
  });
}
