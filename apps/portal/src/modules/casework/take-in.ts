import type { DomainEvent } from "#platform/events";
import { legalDate, startOfLegalDay } from "#platform/clock";
import { isId, newId } from "#platform/ids";
import { insertCase, lockCasesOf, updateCase } from "./case-store.ts";
import { alertOffice } from "./alert-staff.ts";
import { grantAutomatically } from "./grant-automatically.ts";
import type { CaseworkDeps } from "./ports.ts";

/** A submitted application, or one that another town has handed over, comes on the desks: one case for each part and office. Told again, nothing is doubled. */
export async function takeIn(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  await deps.db.inTenant(tenant, async (tx) => {
    const head = await deps.applications.view(tx, application);
    // Deleted in the meantime, or not submitted: nobody has to work on it.
    if (head?.reference === undefined || head.submittedAt === undefined) return;
    const at = deps.clock.now();
    const receivedAt = arrivalOf(head.submittedAt, head.receivedOn);
    const parts = (await deps.applications.parts(tx, application)).toSorted((a, b) => (a.office < b.office ? -1 : 1));
    for (const { part, office } of parts) {
      const fresh = await insertCase(tx, {
        id: newId(at.getTime()), tenant, application, part, office, service: head.service, reference: head.reference, channel: head.channel,
        receivedAt, unpaid: head.fee !== undefined && head.fee.paidAt === undefined, withdrawn: head.status === "withdrawn", involvement: "own", at,
      });
      // It was handed over by this town and has come back.
      const back = fresh ? undefined : (await lockCasesOf(tx, tenant, application)).find((one) => one.part === part && one.involvement === "own" && one.change === "handed-over");
      if (back) await updateCase(tx, back, { state: "open", office, news: at }, { change: "received", at });
      if (fresh || back) await alertOffice(tx, tenant, office, at);
    }
  });
  await grantAutomatically(deps, { tenant, application });
}

/** Paper counts from the day on which it came; of one that was taken up on that day the hour is known too. */
function arrivalOf(submittedAt: Date, receivedOn: string | undefined): Date {
  return receivedOn === undefined || receivedOn === legalDate(submittedAt) ? submittedAt : startOfLegalDay(receivedOn);
}
