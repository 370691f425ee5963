import { wholePart, type ApplicationContent, type ApplicationHead } from "#modules/applications";
import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import type { OutgoingFile, OutgoingMessage } from "./channel.ts";
import type { ClaimedDelivery } from "./claim-delivery.ts";
import type { HubParts } from "./deps.ts";
import type { Dispatch } from "./dispatch.ts";
import { caseOf, dispatchOfDelivery } from "./dispatch-store.ts";
import { structuredAnswers } from "./structured-answers.ts";

/** Where a channel sends the PDF of the application along, a delivery waits so long for it after the submission; then it goes without. */
const documentWithinMs = 180_000;
/** The rendition that people read (PDF/UA-1). */
const documentLabel = "ua-1";

/** `read`: what was announced of it, where that was looked at on the way. */
export interface Prepared { readonly message: OutgoingMessage; readonly read?: { readonly dispatch: Dispatch | undefined } }

/** A message, read and opened only now. The same at every try while the forms stay the same. */
export async function prepareMessage(parts: HubParts, delivery: ClaimedDelivery, options: { readonly withDocument: boolean; readonly withoutContent: boolean; readonly withMailbox?: boolean }): Promise<Prepared | "content-gone" | "document-missing"> {
  const data = { applicationId: delivery.application, reference: delivery.reference, part: delivery.part, office: delivery.office, service: delivery.service };
  const about = {
    tenant: delivery.tenant, reference: delivery.reference, service: delivery.service, ars: parts.tenants.byId(delivery.tenant)?.ars ?? "",
    ...(await earlierCase(parts, delivery)),
  };
  const base = { id: delivery.id, at: parts.clock.now(), type: delivery.message, timestamp: delivery.submittedAt.toISOString(), data, files: [], about };
  // Told without content: another town may have the application by now.
  if (options.withoutContent || delivery.message === "application.withdrawn" || delivery.message === "application.handed-over") return { message: base };
  if (delivery.message === "application.consent-changed") {
    const said = await parts.db.inTenant(delivery.tenant, (tx) => parts.answers.consent(tx, delivery.application));
    return said ? { message: { ...base, timestamp: said.at.toISOString(), data: { ...data, event: delivery.about, electronicDecisions: said.given }, about: { ...about, consent: said.given } } } : "content-gone";
  }
  const read = await parts.db.inTenant(delivery.tenant, (tx) => readApplication(parts, tx, delivery, options));
  if (!read) return "content-gone";
  const { head, content, dispatch, consent } = read;
  const file = (one: ApplicationContent["files"][number], purpose: OutgoingFile["purpose"]): OutgoingFile => ({
    id: one.id, name: one.name, type: one.type, size: one.size, sha256: one.sha256, purpose, open: () => openFile(parts, delivery, one.id),
  });
  if (delivery.message === "application.replied") {
    const told = await tellingOf(parts, delivery, content);
    return told ? { message: { ...base, timestamp: told.at.toISOString(), data: { ...data, ...told.data }, files: told.files.map((one) => file(one, "attachment")) }, ...(dispatch === undefined ? {} : { read: dispatch }) } : "content-gone";
  }
  const mailbox = options.withMailbox === true && delivery.message === "application.submitted" && head.account !== undefined ? await parts.mailboxOf?.({ application: head.id, account: head.account }) : undefined;
  const service = await parts.forms.service(content.form.service, content.form.version);
  if (!service) throw new Error(`the form ${content.form.service} ${content.form.version} is not published`);
  const wanted = options.withDocument && delivery.part === wholePart;
  const document = wanted ? content.files.find(({ kind, label }) => kind === "rendition" && label === documentLabel) : undefined;
  if (wanted && !document && dispatch?.dispatch === undefined && parts.clock.now().getTime() - delivery.submittedAt.getTime() < documentWithinMs) return "document-missing";
  // A part lacks what its schema demands; only the whole is the schema's.
  const xfall = delivery.part === wholePart ? await parts.forms.xfall(service, content.answers) : undefined;
  const message: OutgoingMessage = {
    ...base,
    data: {
      ...data, leikaKey: head.leikaKey, submittedAt: base.timestamp, ...(head.receivedOn === undefined ? {} : { receivedOn: head.receivedOn }), channel: head.channel, language: content.language, trustLevel: head.trustLevel,
      form: content.form, declaredOn: content.day, content: structuredAnswers(service.form, content.answers),
      ...(xfall === undefined ? {} : { xfall: { namespace: xfall.namespace, json: xfall.json, xml: xfall.xml } }),
    },
    files: [...(document ? [file(document, "form")] : []), ...content.files.filter(({ kind }) => kind === "upload").map((one) => file(one, "attachment"))],
    about: { ...about, title: service.form.definition.title.de, leikaKey: head.leikaKey, day: head.receivedOn ?? about.day, ...(consent === undefined ? {} : { consent }), ...(mailbox === undefined ? {} : { mailbox }) },
  };
  return { message, ...(dispatch === undefined ? {} : { read: dispatch }) };
}

async function readApplication(parts: HubParts, tx: Tx, delivery: ClaimedDelivery, options: { readonly withDocument: boolean }): Promise<{ readonly head: ApplicationHead; readonly content: ApplicationContent; readonly dispatch: Prepared["read"]; readonly consent: boolean | undefined } | undefined> {
  // None needs the other: they travel together.
  const [head, content, dispatch, consent] = await Promise.all([
    parts.applications.view(tx, delivery.application), parts.applications.partContent(tx, delivery.application, delivery.part), options.withDocument ? dispatchOfDelivery(tx, delivery.id).then((found) => ({ dispatch: found })) : undefined,
    options.withDocument && delivery.message === "application.submitted" ? parts.answers.consent(tx, delivery.application).then((said) => said?.given ?? false) : undefined,
  ]);
  return head && content ? { head, content, dispatch, consent } : undefined;
}

/** What follows an application is about the same service and goes into the same case, as it was announced then. */
async function earlierCase(parts: HubParts, delivery: ClaimedDelivery): Promise<Pick<OutgoingMessage["about"], "bracket" | "title" | "leikaKey" | "earlier" | "day">> {
  const earlier = delivery.message === "application.submitted" ? undefined : await parts.db.inTenant(delivery.tenant, (tx) => caseOf(tx, { application: delivery.application, part: delivery.part, destination: delivery.destination }));
  const remembered = (name: string): string | undefined => { const value = earlier?.memory[name]; return typeof value === "string" ? value : undefined; };
  return { bracket: earlier?.bracket, earlier: earlier?.memory, title: remembered("title") ?? delivery.service, leikaKey: remembered("leikaKey"), day: remembered("day") ?? legalDate(delivery.submittedAt) };
}

interface Telling { readonly at: Date; readonly data: Readonly<Record<string, unknown>>; readonly files: readonly ApplicationContent["files"][number][] }

/** An answer of the person, with what was sent in since the answer before it. Undefined: it is gone. */
async function tellingOf(parts: HubParts, delivery: ClaimedDelivery, content: ApplicationContent): Promise<Telling | undefined> {
  const replies = (await parts.db.inTenant(delivery.tenant, (tx) => parts.applications.timeline(tx, delivery.application, { kind: "tenant" }, "office"))).filter(({ type }) => type === "reply");
  const index = replies.findIndex(({ id }) => id === delivery.about);
  const reply = replies[index];
  if (!reply) return undefined;
  const since = replies[index - 1]?.at;
  return {
    at: reply.at, data: { event: reply.id, text: reply.text ?? "", ...(reply.data["request"] === undefined ? {} : { request: reply.data["request"] }) },
    files: content.files.filter(({ kind, createdAt }) => kind === "reply" && createdAt <= reply.at && (since === undefined || createdAt > since)),
  };
}

async function openFile(parts: HubParts, delivery: ClaimedDelivery, file: string) {
  const opened = await parts.db.inTenant(delivery.tenant, (tx) => parts.applications.openFile(tx, { application: delivery.application, file }, { kind: "tenant" }));
  if (!opened.ok) throw new Error(`the file ${file} cannot be opened: ${opened.why}`);
  return opened.content;
}
