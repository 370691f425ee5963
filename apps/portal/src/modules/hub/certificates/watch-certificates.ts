import { sql } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { isMailAddress } from "#platform/mail";
import type { HubParts } from "../deps.ts";

/** Before the end of a certificate; it takes weeks to get a new one. */
export const certificateWarnDays = [60, 30, 7] as const;

/**
 * Certificates of destinations that end within 60, 30 or 7 days: each step is told once, by event (`destination.certificate-ending`) and by mail to the town's
 * address. The mail names no person and no case. Told after the commit that remembers it: a crash may lose a mail, never the next step's; alarms say it all the time.
 */
export async function watchCertificates(parts: HubParts): Promise<number> {
  const now = parts.clock.now();
  const ending = await parts.db.asOperator("certificates that end", (tx) => tx.rows<{ id: string; tenant_id: string; name: string; until: string; certificate_warned_days: number | null }>(sql`
    select id, tenant_id, name, settings ->> 'certificateUntil' as until, certificate_warned_days from hub.destination
    where retired_at is null and settings ? 'certificateUntil' and (settings ->> 'certificateUntil')::timestamptz < ${new Date(now.getTime() + certificateWarnDays[0] * 86_400_000)}`));
  let told = 0;
  for (const one of ending) {
    const left = Math.floor((new Date(one.until).getTime() - now.getTime()) / 86_400_000);
    const step = certificateWarnDays.findLast((days) => left < days) ?? certificateWarnDays[0];
    if (one.certificate_warned_days !== null && one.certificate_warned_days <= step) continue;
    await parts.db.inTenant(one.tenant_id, async (tx) => {
      await tx.run(sql`update hub.destination set certificate_warned_days = ${step} where id = ${one.id}`);
      await announce(tx, { type: "destination.certificate-ending", id: newId(now.getTime()), tenant: one.tenant_id, destination: one.id, days: Math.max(0, left) });
    });
    told += 1;
    const town = parts.tenants.byId(one.tenant_id);
    const to = town?.profile.contact?.email;
    if (!town || to === undefined || !isMailAddress(to) || !parts.notices) continue;
    await parts.notices.mailer.send({
      to, subject: `Zertifikat endet in ${Math.max(0, left)} Tagen: ${one.name}`, messageId: `<zertifikat-${one.id}-${step}@${new URL(parts.notices.origin).hostname}>`,
      text: `Guten Tag,\n\ndas Zertifikat, mit dem sich das Portal für ${town.name} beim Ziel »${one.name}« ausweist, endet in ${Math.max(0, left)} Tagen. Danach kommen dort keine Anträge mehr an; sie warten dann im Portal.\n\nBeantragen Sie ein neues und geben Sie es dem Betrieb. Getauscht wird in dieser Reihenfolge: DVDV, XTA-Server, Fachverfahren.\n\n${parts.notices.origin}/mitarbeit/${town.slug}/redaktion/wege\n`,
    });
  }
  return told;
}
