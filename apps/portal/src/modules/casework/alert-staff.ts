import type { Tx } from "#platform/database";
import { addJob, type JobHandler } from "#platform/jobs";
import { isId } from "#platform/ids";
import { isMailAddress } from "#platform/mail";
import { absences, whoWorksFor } from "./absence.ts";
import { legalDate } from "#platform/clock";
import type { CaseworkDeps } from "./ports.ts";

/** One mail for all that comes within a quarter of an hour: a hundred submissions are not a hundred mails. */
const quarter = 15 * 60_000;

export async function alertOffice(tx: Tx, tenant: string, office: string, at: Date): Promise<void> {
  const slot = Math.floor(at.getTime() / quarter);
  await addJob(tx, "casework.alert", { tenant, office, slot }, { key: `casework.alert:${tenant}:${office}:${slot}`, runAt: new Date(at.getTime() + 60_000) });
}

/**
 * Tells the clerks of an office by mail that something came: no service, no name, no reference, only where to look. Who is away does not
 * get it, the deputy does.
 */
export function sendAlert(deps: CaseworkDeps): JobHandler {
  return async (payload) => {
    const { tenant, office, slot } = payload;
    if (!isId(tenant) || typeof office !== "string" || typeof slot !== "number") throw new Error("the alert names no office");
    const town = deps.tenants.byId(tenant);
    if (!town) return;
    const staff = await deps.accounts.staffOf(tenant);
    const away = await deps.db.inTenant(tenant, (tx) => absences(tx, tenant, legalDate(deps.clock.now())));
    const clerks = staff.filter(({ roles }) => roles.some((held) => held.role === "clerk" && (held.office === undefined || held.office === office)));
    const receivers = new Set(clerks.map(({ id }) => whoWorksFor(away, id)));
    for (const { id, email } of staff) {
      if (!receivers.has(id) || !isMailAddress(email)) continue;
      const outcome = await deps.mailer.send({
        to: email, subject: "Neuer Eingang im Kommunalportal", messageId: `<eingang-${id}-${slot}-${office}@${new URL(deps.apexOrigin).hostname}>`,
        text: `Guten Tag,\n\nim Eingang von ${town.name} liegt etwas Neues für Sie.\n\n${deps.apexOrigin}/mitarbeit/${town.slug}/eingang\n\nDiese Nachricht enthält aus Gründen des Datenschutzes keine weiteren Angaben.\n`,
      });
      // Where no server is set up nobody waits for mails; where it is only away the job comes again, and the same message id is no second mail.
      if (outcome.kind === "unavailable" && outcome.reason !== "not-configured") throw new Error(`the alert was not sent: ${outcome.reason}`);
    }
  };
}
