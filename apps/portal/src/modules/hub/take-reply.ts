import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { PreparedDecision, PrepareOutcome } from "#modules/answers";
import { sql, type Tx } from "#platform/database";
import type { OpenedDestination } from "./channel.ts";
import type { HubParts } from "./deps.ts";
import { authorityOf } from "./authority-of.ts";
import { accept, closeOpenTries, reject } from "./end-delivery.ts";
import type { OfficeAnswer, OfficeReply, ReplyVerdict, WaitingReply } from "./office-reply.ts";

interface Target { readonly id: string; readonly application_id: string; readonly part: string; readonly office: string; readonly service: string; readonly message: string; readonly memory: unknown }
type Known = { readonly result: "taken" | "refused"; readonly answer: string; readonly reasons: readonly string[] };

/**
 * Gives a reply of an office system its one effect: the same status, question or decision as one from the desk, by the same rules. Taken twice, by however
 * many workers, it has happened once; the verdict and the id of our answer are kept with it.
 */
export async function takeReply(parts: HubParts, destination: OpenedDestination, reply: WaitingReply, open: () => Promise<OfficeReply>): Promise<ReplyVerdict> {
  const place = { destination: destination.id, parcel: reply.id };
  const { known, target } = await parts.db.inTenant(destination.tenant, async (tx) => ({ known: await knownReply(tx, place), target: await targetOf(tx, destination.id, reply) }));
  if (known) return verdictOf(known);
  if (!target) return { kind: "foreign" };
  const opened = await open();
  const refusal = opened.kind === "broken" ? opened.reasons : undefined;
  if (opened.kind === "broken" || refusal) return keep(parts, destination, target, reply.id, async () => refusal ?? []);
  const { answer, files } = opened;
  if (answer.kind === "decision") return decide(parts, destination, target, reply.id, answer, files);
  // Words without a decision have no place for files yet: refused with a reason instead of dropped unseen.
  if (files.length > 0) return keep(parts, destination, target, reply.id, async () => ["files-not-taken"]);
  return keep(parts, destination, target, reply.id, (tx, head) => say(parts, tx, destination, target, head, answer));
}

type Head = Parameters<Parameters<HubParts["answers"]["inCase"]>[2]>[1];

/** In one transaction: locked against others with the same reply, what follows from it, and that it was taken. Reasons come back where it is refused. */
async function keep(parts: HubParts, destination: OpenedDestination, target: Target, parcel: string, effect: (tx: Tx, head: Head) => Promise<readonly string[]>): Promise<ReplyVerdict> {
  const verdict = await parts.answers.inCase(destination.tenant, target.application_id, async (tx, head): Promise<ReplyVerdict> => {
    await tx.run(sql`select from hub.delivery where id = ${target.id} for update`);
    const known = await knownReply(tx, { destination: destination.id, parcel });
    if (known) return verdictOf(known);
    const reasons = await effect(tx, head);
    const answer = randomUUID();
    const result = reasons.length === 0 ? "taken" : "refused";
    await tx.run(sql`insert into hub.reply (destination_id, parcel, tenant_id, delivery_id, result, reasons, answer, taken_at)
      values (${destination.id}, ${parcel}, ${destination.tenant}, ${target.id}, ${result}, ${reasons}::text[], ${answer}, ${parts.clock.now()})`);
    // The office has to know that its system said something which did not reach the person.
    if (result === "refused") await parts.applications.record(tx, head.id, { type: "reply-refused", actor: actorOf(destination), forCitizen: false, data: { office: target.office, name: destination.name, reasons: reasons.join(" ").slice(0, 500) } });
    return verdictOf({ result, answer, reasons });
  });
  return verdict ?? { kind: "foreign" };
}

/** Who speaks: the office system, as a program of the office (not the portal: § 35a VwVfG NRW binds what the portal decides by itself). */
const actorOf = (destination: OpenedDestination) => ({ kind: "extension", client: destination.id }) as const;

async function say(parts: HubParts, tx: Tx, destination: OpenedDestination, target: Target, head: Head, answer: Exclude<OfficeAnswer, { kind: "decision" }>): Promise<readonly string[]> {
  const by = { head, actor: actorOf(destination), office: target.office };
  switch (answer.kind) {
    case "arrival": {
      const ended = { id: target.id, tenant: destination.tenant, destination: destination.id, name: destination.name, application_id: target.application_id, part: target.part, service: target.service };
      if (answer.accepted) await accept(parts, tx, ended, answer.receipt ?? "angenommen", target.message === "application.submitted");
      else await reject(parts, tx, ended, [answer.text.slice(0, 500)]);
      await closeOpenTries(parts, tx, [target.id]);
      await tx.run(sql`update hub.dispatch set look_at = null where delivery_id = ${target.id}`);
      return [];
    }
    case "status": {
      const to = answer.closed ? "closed" : head.status === "submitted" ? "in-progress" : undefined;
      // A step that is none here, and no words: nothing that anybody would have to read.
      if (to === undefined && answer.text === "") return [];
      const outcome = await parts.answers.status(tx, { ...by, text: answer.text, ...(to === undefined ? {} : { to }) });
      return outcome.ok ? [] : [outcome.why];
    }
    case "question": {
      const outcome = await parts.answers.ask(tx, { ...by, text: answer.text, ...(answer.documents.length > 0 ? { documents: answer.documents } : {}), ...(answer.dueOn === undefined ? {} : { dueOn: answer.dueOn }) });
      return outcome.ok ? [] : [outcome.why];
    }
  }
}

/** The letter is made before the transaction in which the decision leaves, and thrown away when it does not come to that. */
async function decide(parts: HubParts, destination: OpenedDestination, target: Target, parcel: string, answer: Extract<OfficeAnswer, { kind: "decision" }>, files: Extract<OfficeReply, { kind: "intact" }>["files"]): Promise<ReplyVerdict> {
  const [letter, ...others] = files;
  const refuse = (reasons: readonly string[]): Promise<ReplyVerdict> => keep(parts, destination, target, parcel, async () => reasons);
  if (others.length > 0 || (letter && letter.type !== "application/pdf")) return refuse(["files-not-taken"]);
  const authority = authorityOf(target.memory, destination.name);
  const outcome = await parts.answers.prepare({
    tenant: destination.tenant, application: target.application_id, office: target.office, actor: actorOf(destination), draft: answer.draft, way: "mailbox",
    ...(authority ? { authority } : {}), signatory: answer.signatory ?? signatoryOf(destination), ...(letter ? { pdf: Readable.from([letter.bytes]) } : {}),
  });
  if (!outcome.ok) return refuse(reasonsOf(outcome));
  const { prepared } = outcome;
  let left = false;
  try {
    return await keep(parts, destination, target, parcel, async (tx, head) => {
      const offices = (await parts.applications.parts(tx, head.id)).map(({ office }) => office);
      const decided = await parts.answers.decide(tx, prepared, { final: await parts.answers.isLastOffice(tx, { application: head.id, offices, office: target.office }) });
      left = decided.ok;
      return decided.ok ? [] : [decided.why];
    });
  } finally {
    // Taken by another worker meanwhile, or refused. When the commit itself failed nobody knows whether it left: then the letter stays.
    if (!left) await discard(parts, prepared);
  }
}

const discard = (parts: HubParts, prepared: PreparedDecision): Promise<void> => parts.answers.discard(prepared);

/** As the town has set it for decisions without a name. */
function signatoryOf({ settings }: OpenedDestination): { readonly name: string; readonly role: string } {
  const { signatory } = settings;
  const of = (name: string): string => (typeof signatory === "object" && signatory !== null && name in signatory ? String((signatory as Record<string, unknown>)[name]) : "");
  return { name: of("name"), role: of("role") };
}

function reasonsOf(outcome: Extract<PrepareOutcome, { ok: false }>): readonly string[] {
  if (outcome.why === "incomplete") return outcome.missing.map((part) => `missing-${part}`);
  return outcome.why === "post-needed" ? [outcome.why, ...outcome.reasons] : [outcome.why];
}

async function knownReply(tx: Tx, { destination, parcel }: { readonly destination: string; readonly parcel: string }): Promise<Known | undefined> {
  return tx.maybe<Known>(sql`select result, answer, reasons from hub.reply where destination_id = ${destination} and parcel = ${parcel}`);
}

function verdictOf({ result, answer, reasons }: Known): ReplyVerdict {
  return result === "taken" ? { kind: "taken", answer } : { kind: "refused", answer, reasons };
}

/** The delivery that it answers: of its case the application itself, otherwise the very message. */
function targetOf(tx: Tx, destination: string, { to }: WaitingReply): Promise<Target | undefined> {
  if ("delivery" in to) return tx.maybe<Target>(sql`select d.id, d.application_id, d.part, d.office, d.service, d.message, p.memory from hub.delivery d left join hub.dispatch p on p.delivery_id = d.id where d.destination_id = ${destination} and d.id = ${to.delivery}`);
  const which = "bracket" in to ? sql`p.bracket = ${to.bracket}` : sql`p.parcel = ${to.parcel}`;
  return tx.maybe<Target>(sql`select d.id, d.application_id, d.part, d.office, d.service, d.message, p.memory from hub.dispatch p join hub.delivery d on d.id = p.delivery_id
    where p.destination_id = ${destination} and ${which} order by (d.message = 'application.submitted') desc, d.sequence limit 1`);
}
