import { townMail } from "#modules/tenants";
import { sql } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { isOver } from "#platform/mail";
import type { HubParts } from "../deps.ts";

/** Before the end of a certificate; it takes weeks to get a new one. */
export const certificateWarnDays = [60, 30, 7] as const;

/**
 * Certificates of destinations that end within 60, 30 or 7 days: each step is told once, by event (`destination.certificate-ending`) and by mail to the town's
 * address. The mail names no person and no case. It goes first and is remembered then: while the mail server takes nothing, the step is told the next time; a crash in between sends the same mail (the same id) twice.
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
    const days = Math.max(0, left);
    if (!(await mailed(parts, { ...one, step, days }))) continue;
    await parts.db.inTenant(one.tenant_id, async (tx) => {
      await tx.run(sql`update hub.destination set certificate_warned_days = ${step} where id = ${one.id}`);
      await announce(tx, { type: "destination.certificate-ending", id: newId(now.getTime()), tenant: one.tenant_id, destination: one.id, days });
    });
    told += 1;
  }
  return told;
}

/** False: the mail server takes nothing just now. */
async function mailed({ tenants, notices, log }: HubParts, { id, tenant_id: tenant, name, step, days }: { readonly id: string; readonly tenant_id: string; readonly name: string; readonly step: number; readonly days: number }): Promise<boolean> {
  const town = tenants.byId(tenant);
  const to = town && townMail(town);
  if (!town || to === undefined || !notices) return true;
  const outcome = await notices.mailer.send({
    to, subject: `Zertifikat endet in ${days} Tagen: ${name}`, messageId: `<zertifikat-${id}-${step}@${new URL(notices.origin).hostname}>`,
    text: `Guten Tag,\n\ndas Zertifikat, mit dem sich das Portal für ${town.name} beim Ziel »${name}« ausweist, endet in ${days} Tagen. Danach kommen dort keine Anträge mehr an; sie warten dann im Portal.\n\nBeantragen Sie ein neues und geben Sie es dem Betrieb. Getauscht wird in dieser Reihenfolge: DVDV, XTA-Server, Fachverfahren.\n\n${notices.origin}/mitarbeit/${town.slug}/redaktion/wege\n`,
  });
  if (outcome.kind !== "accepted") log.warn({ destination: id, outcome: outcome.reason }, "a town was not told by mail that a certificate ends");
  return isOver(outcome);
}
