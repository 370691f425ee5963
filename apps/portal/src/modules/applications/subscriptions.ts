import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import { completePaid } from "./complete-paid.ts";
import { deleteAccountSide } from "./delete-account-side.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { tellExpiring } from "./leave-return.ts";
import { renderSummary } from "./render-summary.ts";
import { takePaymentWay } from "./take-payment-way.ts";

function idOf(value: unknown, what: string): string {
  if (!isId(value)) throw new Error(`the event names no ${what}`);
  return value;
}

export function createSubscriptions(deps: ApplicationsDeps): readonly Subscription[] {
  return [
    {
      name: "applications.complete-paid", to: "payment.confirmed",
      async handle(event) {
        // A fee that a decision set has its own way; here only the one that came with the submission counts.
        if (event["purpose"] !== "application-fee") return;
        const application = idOf(event["application"], "application");
        await deps.db.inTenant(idOf(event.tenant, "tenant"), async (tx) => {
          const outcome = await completePaid(tx, deps, application);
          // Money without an application is given back.
          if (!outcome.ok) await deps.claims?.ended(tx, application, "unpaid");
        });
      },
    },
    {
      name: "applications.take-way", to: "payment.way-changed",
      async handle(event) {
        const application = idOf(event["application"], "application");
        await deps.db.inTenant(idOf(event.tenant, "tenant"), (tx) => takePaymentWay(tx, deps, application));
      },
    },
    { name: "applications.tell-expiring", to: "draft.return-expiring", takesLong: true, async handle(event) { await tellExpiring(deps, idOf(event["draft"], "draft")); } },
    { name: "applications.forget-account", to: "account.deleted", async handle(event) { await deleteAccountSide(deps, idOf(event["account"], "account")); } },
    {
      name: "applications.render", to: "application.submitted", takesLong: true,
      async handle(event) { await renderSummary(deps, { application: idOf(event["application"], "application"), tenant: idOf(event.tenant, "tenant") }); },
    },
  ];
}
