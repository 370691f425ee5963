import { join } from "node:path";
import { addControl } from "../frame/control.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { addDeliveryPages } from "./delivery-pages.ts";
import { openInbox } from "./inbox.ts";
import { addWebhookReceiver } from "./receive-webhook.ts";
import { behaviourSchema, STANDARD_BEHAVIOUR, type ReceiverBehaviour } from "./receiver-behaviour.ts";

/** A Fachverfahren that is told of applications by signed webhook, and answers by one. */
export async function createFachverfahrenSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const inbox = await openInbox(join(context.dataFolder, "fachverfahren", "inbox.jsonl"));
  const behaviour: { current: ReceiverBehaviour } = { current: STANDARD_BEHAVIOUR };
  addWebhookReceiver(app, { inbox, behaviour, secret: context.credentials.fachverfahren.webhookSecret, clock: context.clock });
  addDeliveryPages(app, { inbox, secret: context.credentials.fachverfahren.webhookSecret, clock: context.clock });
  addControl(app, behaviourSchema, behaviour, STANDARD_BEHAVIOUR);
  app.get("/_effects", async () => {
    const applications = inbox.effects();
    const sum = (count: "effects" | "repeats" | "duplicates"): number => applications.reduce((total, entry) => total + entry[count], 0);
    return { total: { applications: applications.length, effects: sum("effects"), repeats: sum("repeats"), duplicates: sum("duplicates") }, applications };
  });
  app.addHook("onClose", () => inbox.close());
  return siteOf(app, {
    name: "fachverfahren", title: "Fachverfahren",
    purpose: "bekommt Anträge als signierten Webhook zugestellt und zählt, dass jeder genau einmal wirkt.",
  });
}
