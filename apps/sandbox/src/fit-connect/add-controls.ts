import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { prepareApi, type ApiParts } from "./api-frame.ts";
import { areaSchema, STANDARD_AREAS, type Area } from "./areas.ts";
import { parsed } from "./announce.ts";
import { behaviourSchema, STANDARD_BEHAVIOUR } from "./behaviour.ts";
import type { CallbackSender } from "./callback-sender.ts";
import { bodyAbout } from "./callbacks.ts";
import { registerClientKey } from "./client-keys.ts";
import { createClient } from "./clients.ts";
import { ApiProblem } from "./problem.ts";

interface ControlParts extends ApiParts { readonly areas: { current: readonly Area[] }; readonly callbacks: () => Promise<CallbackSender> }

const clientSchema = z.strictObject({ kind: z.enum(["sender", "subscriber"]), name: z.string().min(1).max(100) });
const callbackSchema = z.strictObject({ id: z.uuid(), as: behaviourSchema.shape.callbacks.exclude(["withheld"]) });

/** What one does at the self-service portal, and what tests need: clients, their keys, callbacks on demand, the end of all tokens, places. */
export function addControls(app: FastifyInstance, parts: ControlParts): void {
  addControl(app, behaviourSchema, parts.behaviour, STANDARD_BEHAVIOUR);
  void app.register(async (control) => {
    prepareApi(control, { ...parts, behaviour: { current: { ...STANDARD_BEHAVIOUR, requireUserAgent: false } } });
    control.addContentTypeParser("application/json", { parseAs: "string" }, control.getDefaultJsonParser("error", "error"));
    control.post("/_control/clients", async (request, reply) => reply.code(201).send(await createClient((await parts.service()).store, parsed(clientSchema, request.body))));
    control.post<{ Params: { clientId: string } }>("/_control/clients/:clientId/keys", async (request, reply) => {
      if (!await registerClientKey(await parts.service(), request.params.clientId, request.body)) throw new ApiProblem("not-found", "no such sender");
      return reply.code(204).send();
    });
    control.post("/_control/tokens/expiry", async (_request, reply) => {
      (await parts.service()).tokens.expireAll();
      return reply.code(204).send();
    });
    control.put("/_control/areas", async (request) => {
      parts.areas.current = [...STANDARD_AREAS, ...parsed(z.array(areaSchema).max(20_000), request.body)];
      return { count: parts.areas.current.length };
    });
    /** Another callback about a submission or reply, genuine or not; answers with the status of who received it. */
    control.post("/_control/callbacks", async (request) => {
      const { id, as } = parsed(callbackSchema, request.body);
      const { store } = await parts.service();
      const parcel = store.parcels.get(id);
      const to = parcel && (parcel.from === "sender" ? store.destinations.get(parcel.destinationId)?.callback : store.cases.get(parcel.caseId)?.callback);
      if (!to) throw new ApiProblem("not-found", "nothing with a callback under this id");
      return { status: await (await parts.callbacks()).sendOnce({ to, body: JSON.stringify(bodyAbout(parcel)) }, as) };
    });
  });
}
