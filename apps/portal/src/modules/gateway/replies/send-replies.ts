import { bytesSource, FitConnectError, type ReplyOrder } from "@kommunalportal/fit-connect";
import { z } from "zod";
import type { Tx } from "#platform/database";
import { arrivalRow, openWayBack } from "../inbound/arrival-store.ts";
import { dialogueStandard } from "../inbound/dialogue.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { openDestination } from "../inbound/party.ts";
import { type AuthorityWords } from "../inbound/dialogue.ts";
import { lookAgainAt, nextReply, postponeReply, replyAnnounced, replyGivenUp, replySent, replySentByXta, type ReplyRow } from "./reply-store.ts";
import { hasXta, sendByXta } from "./send-by-xta.ts";
import { sendByZbp, zbpMailboxOf } from "./send-by-zbp.ts";
import { replyWords } from "./reply-words.ts";

const channelShape = z.object({ fitConnect: z.object({ processStandards: z.array(z.string()), encryptionPublicKey: z.custom<ReplyOrder["encryptionPublicKey"]>((value) => typeof value === "object" && value !== null) }) });
const largestLetter = 25_000_000;
const soonestMs = 2_000;

export type WakeReplies = (tx: Tx, given: { readonly tenant: string; readonly submission: string }, runAt?: Date) => Promise<void>;

/** All that waits in one case, one after the other, in order. What cannot be sent now holds up only this case. */
export async function sendReplies(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string }, wake: WakeReplies): Promise<void> {
  for (;;) {
    const row = await deps.db.inTenant(given.tenant, (tx) => nextReply(tx, given.submission));
    if (!row) return;
    const now = deps.clock.now();
    if (row.next_at !== null && row.next_at > now) {
      // Whoever asked for this turn took the place of the one that was planned. Not at once, should the database's clock be ahead of this one.
      const planned = new Date(Math.max(row.next_at.getTime(), now.getTime() + soonestMs));
      await deps.db.inTenant(given.tenant, (tx) => wake(tx, given, planned));
      return;
    }
    try {
      await sendOne(deps, row, wake);
    } catch (error) {
      const fault = error instanceof FitConnectError ? error.code : error instanceof Error ? error.name : "unknown";
      await deps.db.inTenant(given.tenant, (tx) => postponeReply(tx, row.id, fault, deps.clock.now()));
      deps.log.warn({ reply: row.id, fault, ...(error instanceof FitConnectError ? {} : { err: error instanceof Error ? error.message : String(error) }) }, "a reply could not be sent; it is tried again");
      return;
    }
  }
}

async function sendOne(deps: InboundDeps, row: ReplyRow, wake: WakeReplies): Promise<void> {
  const giveUp = (why: string): Promise<void> => deps.db.inTenant(row.tenant_id, (tx) => replyGivenUp(tx, row.id, why));
  const fit = deps.fitConnect;
  const arrival = await deps.db.inTenant(row.tenant_id, (tx) => arrivalRow(tx, row.submission_id));
  if (!arrival) { await giveUp("no-access"); return; }
  if (arrival.sealed === null) { await giveUp("way-forgotten"); return; }
  const way = openWayBack(await deps.tenants.tenantKey(row.tenant_id), arrival);
  const mailbox = zbpMailboxOf(way);
  if (arrival.parcel !== null || mailbox !== undefined) {
    const said = await whatWasSaid(deps, row, way?.consent === true);
    if (!said || !way) { await giveUp("nothing-to-say"); return; }
    // By XTA the service that asked hears it, and the person's own mailbox where it is named; either is enough to be told.
    const byXta = arrival.parcel !== null && hasXta(way) ? await onceByXta(deps, row, { destination: arrival.destination_id, parcel: arrival.parcel }, way, said) : "no-reply-channel";
    const byZbp = mailbox === undefined ? byXta : await sendByZbp(deps, row, mailbox, { ...said, reference: way.senderReference });
    if (byZbp === "waiting") {
      // The bridge takes seconds as a rule; what is said next waits for its turn.
      await deps.db.inTenant(row.tenant_id, async (tx) => wake(tx, { tenant: row.tenant_id, submission: row.submission_id }, await lookAgainAt(tx, row, deps.clock.now())));
      return;
    }
    const [there, missed] = [byXta === "there" || byZbp === "there", byZbp !== "there" ? (typeof byZbp === "string" ? byZbp : byZbp.why) : byXta !== "there" && byXta !== "no-reply-channel" ? byXta : undefined];
    await (there ? deps.db.inTenant(row.tenant_id, (tx) => replySent(tx, row.id, deps.clock.now(), { but: missed, followed: byXta === "there" })) : giveUp(missed ?? "no-reply-channel"));
    return;
  }
  if (!fit) { await giveUp("no-access"); return; }
  const channel = channelShape.safeParse(way?.replyChannel);
  if (!way || !channel.success) { await giveUp("no-reply-channel"); return; }
  const { processStandards, encryptionPublicKey } = channel.data.fitConnect;
  if (!processStandards.includes(dialogueStandard)) { await giveUp("standard-unknown"); return; }
  // Replies belong to a case whose application was accepted.
  if (arrival.state !== "accepted") throw new Error("the application is not accepted yet");
  const said = await whatWasSaid(deps, row, way.consent === true);
  if (!said) { await giveUp("nothing-to-say"); return; }
  const destination = await openDestination(deps, fit, row.tenant_id, arrival.destination_id);
  if (!destination) throw new Error("the destination has no key to sign with");
  await destination.subscriber.reply({
    caseId: arrival.case_id, destinationId: arrival.destination_id, encryptionPublicKey,
    data: { bytes: JSON.stringify(said.words), schemaUri: dialogueStandard, mimeType: "application/json" },
    attachments: said.letter ? [{ purpose: "report", mimeType: "application/pdf", filename: "bescheid.pdf", id: row.attachment_id, source: bytesSource(said.letter) }] : [],
    ...(way.senderReference === undefined ? {} : { additionalReferenceInfo: { senderReference: way.senderReference } }),
    onAnnounced: (reply) => deps.db.inTenant(row.tenant_id, (tx) => replyAnnounced(tx, row.id, reply)), ...(row.reply_id === null ? {} : { announced: row.reply_id }),
  });
  await deps.db.inTenant(row.tenant_id, (tx) => replySent(tx, row.id, deps.clock.now(), { followed: true }));
}

/** Sent by XTA once: while the other way is waited for, it is not sent again. */
async function onceByXta(...given: Parameters<typeof sendByXta>): Promise<string> {
  const [deps, row] = given;
  if (row.xta_sent_at !== null) return "there";
  const why = await sendByXta(...given);
  if (why === undefined) await deps.db.inTenant(row.tenant_id, (tx) => replySentByXta(tx, row.id, deps.clock.now()));
  return why ?? "there";
}

/** Read at the moment of sending, in the town where the application is now; nothing of it is stored a second time. */
function whatWasSaid(deps: InboundDeps, row: ReplyRow, consent: boolean): Promise<{ readonly words: AuthorityWords; readonly letter: Buffer | undefined; readonly tenant: string; readonly service: string } | undefined> {
  return deps.db.asOperator("what an office said goes back to another service", async (tx) => {
    const head = await deps.applications.view(tx, row.application_id);
    if (!head) return undefined;
    const event = (await deps.applications.timeline(tx, row.application_id, { kind: "tenant" }, "office")).find(({ id }) => id === row.id);
    if (!event?.forCitizen) return undefined;
    const id = event.data["decision"];
    const decision = event.type === "decision" && typeof id === "string" ? await deps.answers.decisionContent(tx, id) : undefined;
    const said = replyWords(event, head, { consent, decision });
    if (!said) return undefined;
    return { tenant: head.tenant, service: (head.leikaKey === undefined ? undefined : deps.catalogue.service(head.leikaKey)?.title.de) ?? "Ihr Antrag", words: said.words, letter: said.letter && decision ? await letterOf(await deps.answers.decisionFile(tx, decision.decision.id, "letter")) : undefined };
  });
}

async function letterOf(stream: AsyncIterable<unknown> | undefined): Promise<Buffer | undefined> {
  if (!stream) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part as Buffer);
    size += bytes.length;
    if (size > largestLetter) throw new Error("the letter is larger than a letter");
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
