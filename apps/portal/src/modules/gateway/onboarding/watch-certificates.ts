import { townMail } from "#modules/tenants";
import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import { isOver, type Mailer } from "#platform/mail";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { warnDays } from "./checklist.ts";

interface Ending { readonly tenant_id: string; readonly destination_id: string; readonly kid: string; readonly channel: "fit-connect" | "xta"; readonly certificate_until: Date; readonly warned_days: number | null }
interface EndingAccess { readonly tenant_id: string; readonly id: string; readonly settings: { readonly certificateUntil: string; readonly warnedDays?: number } }

/** What ends, in the words of the mail. */
const words = {
  "fit-connect": { subject: "FIT-Connect: Zertifikat endet", what: "ein Zertifikat des Zustellpunkts", after: "Danach kommen keine Anträge aus Online-Diensten anderer Länder mehr an.", advice: "Tauschen Sie den Schlüssel in drei Schritten" },
  xta: { subject: "XTA: Zertifikat zum Verschlüsseln endet", what: "das Zertifikat, für das andere Online-Dienste ihre Nachrichten verschlüsseln (XTA),", after: "Danach verschlüsselt niemand mehr dafür.", advice: "Tauschen Sie den Schlüssel: zuerst der Eintrag im DVDV, dann hier" },
  access: { subject: "XTA: Zertifikat für das Postfach endet", what: "das Zertifikat, mit dem sich das Portal am XTA-Server ausweist,", after: "Danach lässt der Server das Portal nicht mehr herein, und es wird nichts mehr abgeholt.", advice: "Lassen Sie das neue Zertifikat zuerst beim Server eintragen, dann hier" },
} as const;
type WatchDeps = InboundDeps & { readonly mailer: Pick<Mailer, "send">; readonly apexOrigin: string };

/**
 * Certificates that end within 60, 30 or 7 days: of keys, and of the accesses to mailboxes. Each step is told once, by event (`gateway.certificate-ending`) and by mail to the town's address. The mail
 * names no person and no case. It goes first and is remembered then: while the mail server takes nothing, the step is told the next time; a crash in between sends the same mail (the same id) twice. The page says it all the time.
 */
export async function watchCertificates(deps: WatchDeps): Promise<number> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() + warnDays[0] * 86_400_000);
  const { keys, accesses } = await deps.db.asOperator("certificates that end", async (tx) => ({
    keys: await tx.rows<Ending>(sql`select k.tenant_id, k.destination_id, k.kid, d.channel, k.certificate_until, k.warned_days from gateway.key k join gateway.destination d on d.id = k.destination_id
      where k.state = 'current' and k.certificate_until < ${before} and d.ended_at is null`),
    accesses: await tx.rows<EndingAccess>(sql`select tenant_id, id, settings from gateway.destination where channel = 'xta' and ended_at is null and (settings ->> 'certificateUntil')::timestamptz < ${before}`),
  }));
  let told = 0;
  for (const key of keys) {
    const step = dueStep(key.certificate_until, now, key.warned_days);
    if (step === undefined) continue;
    const remembered = await warn(deps, { tenant: key.tenant_id, destination: key.destination_id, certificate: key.kid, until: key.certificate_until, step, words: words[key.channel] }, (tx) => tx.run(sql`update gateway.key set warned_days = ${step} where destination_id = ${key.destination_id} and kid = ${key.kid}`));
    if (remembered) told += 1;
  }
  for (const { tenant_id: tenant, id, settings } of accesses) {
    const until = new Date(settings.certificateUntil);
    const step = dueStep(until, now, settings.warnedDays ?? null);
    if (step === undefined) continue;
    const remembered = await warn(deps, { tenant, destination: id, certificate: id, until, step, words: words.access }, (tx) => tx.run(sql`update gateway.destination set settings = settings || ${JSON.stringify({ warnedDays: step })}::jsonb where id = ${id}`));
    if (remembered) told += 1;
  }
  return told;
}

const daysLeft = (until: Date, now: Date): number => Math.floor((until.getTime() - now.getTime()) / 86_400_000);

/** The narrowest step that is reached; undefined: it was told already. */
function dueStep(until: Date, now: Date, warned: number | null): number | undefined {
  const left = daysLeft(until, now);
  const step = warnDays.findLast((days) => left < days) ?? warnDays[0];
  return warned !== null && warned <= step ? undefined : step;
}

type EndingSoon = { readonly tenant: string; readonly destination: string; readonly certificate: string; readonly until: Date; readonly step: number; readonly words: (typeof words)[keyof typeof words] };

/** False: the mail server takes nothing just now, and nothing is remembered. */
async function warn(deps: WatchDeps, ending: EndingSoon, remember: (tx: Tx) => Promise<unknown>): Promise<boolean> {
  const days = Math.max(0, daysLeft(ending.until, deps.clock.now()));
  if (!(await mailed(deps, ending, days))) return false;
  await deps.db.inTenant(ending.tenant, async (tx) => {
    await remember(tx);
    await announce(tx, { type: "gateway.certificate-ending", id: newId(), tenant: ending.tenant, destination: ending.destination, days });
  });
  return true;
}

async function mailed({ tenants, mailer, log, apexOrigin }: WatchDeps, ending: EndingSoon, days: number): Promise<boolean> {
  const town = tenants.byId(ending.tenant);
  const to = town && townMail(town);
  if (!town || to === undefined) return true;
  const { subject, what, after, advice } = ending.words;
  const outcome = await mailer.send({
    to, subject: `${subject} in ${days} Tagen`, messageId: `<zertifikat-${ending.certificate}-${ending.step}@${new URL(apexOrigin).hostname}>`,
    text: `Guten Tag,\n\n${what} von ${town.name} endet in ${days} Tagen. ${after}\n\n${advice}: ${apexOrigin}/mitarbeit/${town.slug}/redaktion/efa/empfang\n`,
  });
  if (outcome.kind !== "accepted") log.warn({ destination: ending.destination, outcome: outcome.reason }, "a town was not told by mail that a certificate ends");
  return isOver(outcome);
}
