import { Readable } from "node:stream";
import { z } from "zod";
import type { OutsideMessage } from "#modules/mailbox";
import { sql } from "#platform/database";
import type { WayBack } from "../inbound/arrival-store.ts";
import type { AuthorityWords } from "../inbound/dialogue.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import type { ReplyRow } from "./reply-store.ts";

const channelShape = z.object({ idBundDeMailbox: z.object({ mailboxUuid: z.string() }) });
const parcelShape = z.object({ parcel: z.string(), memory: z.record(z.string(), z.unknown()), handedOverAt: z.string().optional() });
/** STORK numbers: a letter needs more than a password, a notice does not. */
const levels = { letter: 3, notice: 1 } as const;
/** So long the mailbox may take to say what became of a message. */
const patienceDays = 7;

/** Of the person, where the application named it. */
export const zbpMailboxOf = (way: WayBack | undefined): string | undefined => {
  const channel = channelShape.safeParse(way?.replyChannel);
  return channel.success ? channel.data.idBundDeMailbox.mailboxUuid : undefined;
};

export type ZbpOutcome = "there" | "waiting" | { readonly why: string };

/**
 * What an office said, into the person's mailbox of BundID by its bridge: announced once, handed over once, and done only when the bridge says that it lies there. Called again it goes on where it was.
 */
export async function sendByZbp(deps: InboundDeps, row: ReplyRow, mailbox: string, said: { readonly words: AuthorityWords; readonly letter: Buffer | undefined; readonly tenant: string; readonly service: string; readonly reference: string | undefined }): Promise<ZbpOutcome> {
  if (!deps.zbp) return { why: "no-access" };
  const known = row.zbp === null ? undefined : parcelShape.parse(row.zbp);
  const keep = (parcel: z.infer<typeof parcelShape>): Promise<void> => deps.db.inTenant(row.tenant_id, async (tx) => { await tx.run(sql`update gateway.reply set zbp = ${JSON.stringify(parcel)}::jsonb where id = ${row.id}`); });
  if (known?.handedOverAt !== undefined) {
    const word = await deps.zbp.look(known);
    if (word.kind === "accepted") return "there";
    if (word.kind === "refused") return { why: `zbp-refused: ${word.reason}` };
    if (word.kind === "stale" && deps.clock.now().getTime() - row.created_at.getTime() <= patienceDays * 86_400_000) {
      // What it was sealed with ran out before it was fetched: the next call announces it anew.
      await deps.db.inTenant(row.tenant_id, async (tx) => { await tx.run(sql`update gateway.reply set zbp = null where id = ${row.id}`); });
      return "waiting";
    }
    if (word.kind === "stale") return { why: "zbp-no-answer" };
    if (word.kind === "unavailable") throw new ZbpUnavailable(word.reason);
    return deps.clock.now().getTime() - new Date(known.handedOverAt).getTime() > patienceDays * 86_400_000 ? { why: "zbp-no-answer" } : "waiting";
  }
  let latest = known;
  const outcome = await deps.zbp.send(messageOf(deps, row, mailbox, said), { known, keep: async (parcel) => { latest = { ...parcel, memory: { ...parcel.memory } }; await keep(latest); } });
  if (outcome.kind === "refused") return { why: `zbp-refused: ${outcome.reason}` };
  if (outcome.kind === "unavailable") throw new ZbpUnavailable(outcome.reason);
  if (latest) await keep({ ...latest, handedOverAt: deps.clock.now().toISOString() });
  return "waiting";
}

/** Not there just now; tried again. */
class ZbpUnavailable extends Error {
  constructor(reason: string) { super(reason); this.name = `zbp-${reason}`.slice(0, 60); }
}

function messageOf(deps: InboundDeps, row: ReplyRow, address: string, { words, letter, tenant, service, reference }: Parameters<typeof sendByZbp>[3]): OutsideMessage {
  const sender = deps.tenants.byId(tenant)?.officialName ?? "";
  const subject = words.kind === "decision" || letter ? "Bescheid zu Ihrem Antrag" : words.kind === "question" ? "Rückfrage zu Ihrem Antrag" : "Nachricht zu Ihrem Antrag";
  const text = words.kind === "question" ? `${words.text}\n\nBitte antworten Sie in dem Online-Dienst, in dem Sie den Antrag gestellt haben.` : words.text ?? "Der Stand Ihres Antrags hat sich geändert.";
  return {
    id: row.id, address, level: letter ? levels.letter : levels.notice, sender, subject, text, service, reference, link: deps.townOrigin(tenant),
    files: letter ? [{ name: "bescheid.pdf", type: "application/pdf", size: letter.length, open: async () => Readable.from([letter]) }] : [],
  };
}
