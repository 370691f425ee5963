import { sql } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { isMailAddress, type Mailer } from "#platform/mail";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { warnDays } from "./checklist.ts";

interface Ending { readonly tenant_id: string; readonly destination_id: string; readonly kid: string; readonly use: string; readonly certificate_until: Date; readonly warned_days: number | null }

/**
 * Certificates that end within 60, 30 or 7 days: each step is told once, by event (`gateway.certificate-ending`) and by mail to the town's address. The mail names
 * no person and no case. Told after the commit that remembers it, a crash may lose a mail, never the next step's; the page says it all the time.
 */
export async function watchCertificates(deps: InboundDeps & { readonly mailer: Pick<Mailer, "send">; readonly apexOrigin: string }): Promise<number> {
  const now = deps.clock.now();
  const ending = await deps.db.asOperator("certificates that end", (tx) => tx.rows<Ending>(sql`select tenant_id, destination_id, kid, use, certificate_until, warned_days from gateway.key
    where state = 'current' and certificate_until < ${new Date(now.getTime() + warnDays[0] * 86_400_000)}`));
  let told = 0;
  for (const key of ending) {
    const left = Math.floor((key.certificate_until.getTime() - now.getTime()) / 86_400_000);
    const step = warnDays.findLast((days) => left < days) ?? warnDays[0];
    if (key.warned_days !== null && key.warned_days <= step) continue;
    await deps.db.inTenant(key.tenant_id, async (tx) => {
      await tx.run(sql`update gateway.key set warned_days = ${step} where destination_id = ${key.destination_id} and kid = ${key.kid}`);
      await announce(tx, { type: "gateway.certificate-ending", id: newId(), tenant: key.tenant_id, destination: key.destination_id, days: Math.max(0, left) });
    });
    told += 1;
    const town = deps.tenants.byId(key.tenant_id);
    const to = town?.profile.contact?.email;
    if (!town || to === undefined || !isMailAddress(to)) continue;
    await deps.mailer.send({
      to, subject: `FIT-Connect: Zertifikat endet in ${Math.max(0, left)} Tagen`, messageId: `<zertifikat-${key.kid}-${step}@${new URL(deps.apexOrigin).hostname}>`,
      text: `Guten Tag,\n\nein Zertifikat des Zustellpunkts von ${town.name} endet in ${Math.max(0, left)} Tagen. Danach kommen keine Anträge aus Online-Diensten anderer Länder mehr an.\n\nTauschen Sie den Schlüssel in drei Schritten: ${deps.apexOrigin}/mitarbeit/${town.slug}/redaktion/efa/empfang\n`,
    });
  }
  return told;
}
