import type { Readable } from "node:stream";
import { type Decision, type Evidence, wayToPerson, type WayToPerson } from "#modules/answers";
import type { Delivery } from "#modules/hub";
import type { Tx } from "#platform/database";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { coversWhole, speaksFor } from "./case-facts.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { readParts, recordReading, type ReadParts } from "./fetch-application.ts";
import { grantedApplication, inGrantedCase } from "./granted-application.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";

/** The structured data for XML: in the portal's words, or in those of the schema that the form came from (XFall). */
export type DataForXml = { readonly kind: "portal"; readonly read: ReadParts } | { readonly kind: "xfall"; readonly xml: string };

/**
 * Answers of an application to be written as XML; the look is written down. XFall needs the whole application and a form that was imported from
 * a schema; where one of them is missing it is refused, so that nobody takes the one format for the other.
 */
export function dataForXml(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly format: "portal" | "xfall" }): Promise<Outcome<DataForXml>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const application = await grantedApplication(tx, deps, access, given.application);
    const read = await readParts(tx, deps, access, application);
    await recordReading(tx, deps, access, application.head, "application.read");
    if (given.format === "portal") return { kind: "portal", read };
    const content = coversWhole(application) ? await deps.applications.content(tx, application.head.id, { kind: "tenant" }) : undefined;
    const service = content && await deps.forms.service(content.form.service, content.form.version);
    const data = content && service && await deps.forms.xfall(service, content.answers);
    if (!data) throw new Refused({ why: "format-unavailable" });
    return { kind: "xfall", xml: data.xml };
  });
}

/** What the hub sent to office systems and what they answered for, in order; of the offices of the permission. */
export function deliveriesOfCase(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly Delivery[]>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const { head } = await grantedApplication(tx, deps, access, application);
    return (await deps.hub.ofApplication(tx, head.id)).filter(({ office }) => speaksFor(access, office));
  });
}

export interface DecisionFacts { readonly decision: Decision; readonly evidence: readonly Evidence[] }

/** One decision with the evidence of its notification, oldest first. */
export function decisionFacts(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly decision: string }): Promise<Outcome<DecisionFacts>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const decision = await grantedDecision(tx, deps, access, given);
    return { decision, evidence: await deps.answers.evidence(tx, decision.id) };
  });
}

/** The letter as it left, as a stream; its SHA-256 is part of the evidence. The look is written down. */
export function openDecisionLetter(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly decision: string }): Promise<Outcome<{ readonly content: Readable; readonly sha256: string; readonly name: string }>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const decision = await grantedDecision(tx, deps, access, given);
    const { head } = await grantedApplication(tx, deps, access, given.application);
    const [content, [first]] = [await deps.answers.decisionFile(tx, decision.id, "letter"), await deps.answers.evidence(tx, decision.id)];
    if (!content || !first) throw new Refused({ why: "not-found" });
    await recordReading(tx, deps, access, head, "file.read");
    return { content, sha256: first.pdfSha256, name: `${head.reference ?? head.id}-bescheid.pdf` };
  });
}

export async function grantedDecision(tx: Tx, deps: ExtensionsDeps, access: Access, given: { readonly application: string; readonly decision: string }): Promise<Decision> {
  const { head } = await grantedApplication(tx, deps, access, given.application);
  const decision = (await deps.answers.decisions(tx, head.id)).find(({ id, office }) => id === given.decision && speaksFor(access, office));
  if (!decision) throw new Refused({ why: "not-found" });
  return decision;
}

/** What becomes of words to the person now, and whether a mail without content tells of them. */
export interface MailboxWay extends WayToPerson { readonly notice: boolean }

export function mailboxWay(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<MailboxWay>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "nachrichten.senden", application, async (tx, _access, { head }) => {
    const against = await deps.answers.reasonsForPost(tx, head);
    return { ...wayToPerson(head), notice: !against.includes("no-account") && !against.includes("no-notice-address") };
  }));
}
