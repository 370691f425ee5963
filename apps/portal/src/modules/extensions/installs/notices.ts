import { signWebhook } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { addJob } from "#platform/jobs";
import type { ExtensionsDeps } from "../deps.ts";
import { openWebhookSecret } from "../webhook-secrets.ts";

/** Messages about the program itself, to its webhooks; not in the event feed, which is about applications. */
export const noticeTypes = ["extension.paused", "extension.resumed", "extension.settings-changed", "extension.removed"] as const;
export type NoticeType = (typeof noticeTypes)[number];

export const noticeTexts: Readonly<Record<NoticeType, Readonly<Record<"de" | "en", string>>>> = {
  "extension.paused": { de: "Die Kommune hat Ihr Programm angehalten; seine Zugangstoken gelten nicht mehr, Einstellungen und Webhooks bleiben.", en: "The municipality has paused your program; its access tokens are not valid any more, settings and webhooks stay." },
  "extension.resumed": { de: "Ihr Programm läuft in der Kommune weiter.", en: "Your program goes on in the municipality." },
  "extension.settings-changed": { de: "Die Kommune hat Einstellungen Ihres Programms geändert; `getSettings` gibt sie.", en: "The municipality has changed settings of your program; `getSettings` gives them." },
  "extension.removed": { de: "Die Kommune hat Ihr Programm entfernt. Löschen Sie, was Sie von ihr haben und nicht aufbewahren müssen.", en: "The municipality has removed your program. Delete what you hold of it and need not keep." },
};
export const noticeJob = "extensions.notices";

/** After so many minutes the next try; then the program has missed it. */
const waits = [1, 5, 30, 120, 360] as const;

/** One message per webhook that stands now, with the secret it has now: also for a program whose webhooks go in the same transaction. */
export async function queueNotices(tx: Tx, deps: Pick<ExtensionsDeps, "clock">, given: { readonly tenant: string; readonly client: string; readonly type: NoticeType }): Promise<void> {
  const now = deps.clock.now();
  const hooks = await tx.rows<{ id: string; url: string; secret: Buffer }>(sql`select id, url, secret from extensions.webhook where tenant_id = ${given.tenant} and client_id = ${given.client} and removed_at is null`);
  for (const hook of hooks) await tx.run(sql`insert into extension_installs.notice (id, tenant_id, client_id, type, webhook_id, url, secret, at, next_at)
    values (${newId(now.getTime())}, ${given.tenant}, ${given.client}, ${given.type}, ${hook.id}, ${hook.url}, ${hook.secret}, ${now}, ${now})`);
  if (hooks.length > 0) await addJob(tx, noticeJob, {}, { key: noticeJob });
}

interface NoticeRow { readonly id: string; readonly tenant_id: string; readonly client_id: string; readonly type: NoticeType; readonly webhook_id: string; readonly url: string; readonly secret: Buffer; readonly at: Date; readonly attempts: number }

/** Sends what is due. A lease of ten minutes is taken before the call, so that a worker that dies sends again and two never send at once. */
export async function sendNotices(deps: ExtensionsDeps): Promise<number> {
  const claim = () => deps.db.asOperator("tell extensions of themselves", (tx) => tx.maybe<NoticeRow>(sql`update extension_installs.notice set attempts = attempts + 1, next_at = ${new Date(deps.clock.now().getTime() + 600_000)}
    where id = (select id from extension_installs.notice where finished_at is null and next_at <= ${deps.clock.now()} order by next_at limit 1 for update skip locked) returning id, tenant_id, client_id, type, webhook_id, url, secret, at, attempts`));
  let sent = 0;
  for (let row = await claim(); row !== undefined; row = await claim()) {
    const { id, tenant_id, attempts } = row;
    const arrived = await send(deps, row);
    const wait = waits[attempts - 1];
    const now = deps.clock.now();
    await deps.db.inTenant(tenant_id, (tx) => tx.run(arrived || wait === undefined
      ? sql`update extension_installs.notice set finished_at = ${now}, secret = ''::bytea where id = ${id}`
      : sql`update extension_installs.notice set next_at = ${new Date(now.getTime() + wait * 60_000)} where id = ${id}`));
    if (arrived) sent += 1;
  }
  return sent;
}

/** Standard Webhooks 1.0, as every other message of this interface. */
async function send(deps: ExtensionsDeps, row: NoticeRow): Promise<boolean> {
  const body = JSON.stringify({ type: row.type, timestamp: row.at.toISOString(), data: { tenant: deps.tenants.byId(row.tenant_id)?.slug ?? "", extension: row.client_id } });
  const secret = openWebhookSecret(await deps.tenants.tenantKey(row.tenant_id), row.webhook_id, row.secret);
  const signed = signWebhook([secret], { id: row.id, timestamp: Math.floor(deps.clock.now().getTime() / 1000), body });
  try {
    const answer = await deps.outbound(row.url, { method: "POST", body, timeoutMs: deps.settings.webhookTimeoutMs, maxBytes: 65_536, headers: { ...signed, "content-type": "application/json; charset=utf-8", "user-agent": "kommunalportal-webhooks/1" } });
    return answer.status >= 200 && answer.status < 300;
  } catch {
    return false;
  }
}
