import { join } from "node:path";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { createClientAuthentication } from "./client-authentication.ts";
import { addPaymentApi } from "./payment-api.ts";
import { behaviourSchema, STANDARD_BEHAVIOUR, type PaymentBehaviour } from "./payment-behaviour.ts";
import { addPaymentPages } from "./payment-pages.ts";
import { openPaymentStore } from "./payment-store.ts";

const decisionSchema = z.strictObject({ transactionId: z.uuid(), decision: z.enum(["PAYED", "CANCELED", "FAILED"]) });

/** A payment provider: the interface for the portal, the pages for the payer, the switches for tests. */
export async function createPaymentSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const { clock } = context;
  const store = await openPaymentStore(join(context.dataFolder, "payment"));
  const behaviour: { current: PaymentBehaviour } = { current: STANDARD_BEHAVIOUR };
  addPaymentApi(app, {
    store, behaviour, clock, origin: context.origin("payment"),
    authentication: createClientAuthentication(context.credentials.payment, clock),
  });
  addPaymentPages(app, { store, behaviour, clock });
  addControl(app, behaviourSchema, behaviour, STANDARD_BEHAVIOUR);
  app.post("/_control/decisions", async (request, reply) => {
    const body = decisionSchema.safeParse(request.body);
    if (!body.success) return reply.code(422).send({ error: "send transactionId and decision" });
    const record = await store.decide(body.data.transactionId, body.data.decision, clock());
    return record ? { status: record.status } : reply.code(409).send({ error: "no such payment, or already decided" });
  });
  return siteOf(app, {
    name: "payment", title: "Bezahldienst",
    purpose: "nimmt Zahlungen über XBezahldienste 1.0.0 an; Sie entscheiden, ob bezahlt, abgebrochen oder nie zurückgekehrt wird.",
  });
}
