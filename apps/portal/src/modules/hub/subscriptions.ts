import type { DomainEvent, Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import type { HubDeps } from "./deps.ts";
import { routeApplication } from "./route-application.ts";
import { documentIsThere } from "./document-is-there.ts";
import { takeAcknowledgements } from "./pull/take-acknowledgements.ts";
import { routeConsent } from "./route-consent.ts";
import { routeReply } from "./route-reply.ts";
import { routeWithdrawal } from "./route-withdrawal.ts";

export function createSubscriptions(deps: HubDeps): readonly Subscription[] {
  return [
    { name: "hub.route", to: "application.submitted", async handle(event) { await routeApplication(deps, idsOf(event)); } },
    // By the rules of the town that has it now, as of the moment it came there.
    { name: "hub.route-handed-over", to: "application.handed-over", async handle(event) { await routeApplication(deps, idsOf(event)); } },
    // A program that fetches has it.
    { name: "hub.acknowledged", to: "application.acknowledged", async handle(event) { await takeAcknowledgements(deps, idsOf(event)); } },
    // A delivery that waited for the document goes at once.
    { name: "hub.document", to: "application.rendered", async handle(event) { await documentIsThere(deps, idsOf(event)); } },
    { name: "hub.route-consent", to: "application.consent-changed", async handle(event) { await routeConsent(deps, { ...idsOf(event), event: event.id }); } },
    { name: "hub.route-reply", to: "application.reply", async handle(event) { await routeReply(deps, { ...idsOf(event), event: event.id }); } },
    {
      name: "hub.route-withdrawal", to: "application.withdrawn",
      async handle(event) {
        // Two events of one application may come in any order; what was submitted is routed first.
        await routeApplication(deps, idsOf(event));
        await routeWithdrawal(deps, idsOf(event));
      },
    },
  ];
}

function idsOf(event: DomainEvent): { readonly tenant: string; readonly application: string } {
  const { tenant, application } = event;
  if (!isId(tenant) || !isId(application)) throw new Error(`the event ${event.type} names no application`);
  return { tenant, application };
}
