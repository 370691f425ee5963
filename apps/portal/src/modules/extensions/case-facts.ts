import type { CitizenRequest, Decision, PostReason } from "#modules/answers";
import type { ApplicationEvent, ApplicationFile } from "#modules/applications";
import type { Payment } from "#modules/payments";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { askedBy, readParts, recordReading } from "./fetch-application.ts";
import { grantedApplication, inGrantedCase, type GrantedApplication } from "./granted-application.ts";
import { outcomeOf, type Outcome } from "./refusal.ts";

/** Decisions of an application within the permission, oldest first, with the days that the law counts from them; not their words. */
export function decisionsOf(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly Decision[]>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const { head } = await grantedApplication(tx, deps, access, application);
    return (await deps.answers.decisions(tx, head.id)).filter(({ office }) => speaksFor(access, office));
  });
}

/** What the person was asked for, oldest first. */
export function requestsOfCase(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly CitizenRequest[]>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const { head } = await grantedApplication(tx, deps, access, application);
    return (await deps.answers.requests(tx, head.id)).filter(({ office }) => speaksFor(access, office));
  });
}

export interface CaseMessage extends ApplicationEvent { /** What went to the person with it. */ readonly files: readonly ApplicationFile[] }

/** Words between office and person, oldest first. They are content: the look is written down and the person sees it. */
export function messagesOf(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly CaseMessage[]>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const granted = await grantedApplication(tx, deps, access, application);
    const asked = await askedBy(tx, deps.answers, application);
    await recordReading(tx, deps, access, granted.head, "application.read");
    const officeOf = ({ data }: ApplicationEvent): string | undefined => (typeof data["office"] === "string" ? data["office"] : typeof data["request"] === "string" ? asked.get(data["request"]) : undefined);
    // A word that is meant for no office in particular is for whoever gets the whole.
    const events = (await deps.applications.timeline(tx, application, { kind: "tenant" }, "office")).filter((event) => event.forCitizen && event.text !== undefined && seesEvent(access, granted, officeOf(event)));
    const files = events.some(({ data }) => data["files"] !== undefined) ? (await readParts(tx, deps, access, granted)).sent : [];
    return events.map((event) => ({ ...event, files: files.filter(({ label }) => label === event.id) }));
  });
}

function seesEvent(access: Access, granted: GrantedApplication, office: string | undefined): boolean {
  return office === undefined ? coversWhole(granted) : speaksFor(access, office);
}

export function speaksFor(access: Access, office: string): boolean {
  return access.offices?.includes(office) ?? true;
}

/** Whether every part of an application lies within the permission. */
export function coversWhole({ parts, granted }: GrantedApplication): boolean {
  return parts.length === granted.length;
}

/** Claims of an application, oldest first. A fee is one for the whole application: who gets only a part of it sees none. */
export function paymentsOf(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<readonly Payment[]>> {
  return asClient(deps, bearer, "zahlungen.lesen", async (tx, access) => {
    const granted = await grantedApplication(tx, deps, access, application);
    await recordReading(tx, deps, access, granted.head, "application.read");
    return coversWhole(granted) ? deps.payments.ofApplication(tx, application) : [];
  });
}

/** Whether a decision may go electronically now, and if not, why (§ 41 (2a) VwVfG NRW). It may change until the decision leaves. */
export function decisionWay(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly minimumLevel: 1 | 3 | 4 | undefined }): Promise<Outcome<readonly PostReason[]>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "bescheide.zustellen", given.application, (tx, _access, { head }) => deps.answers.reasonsForPost(tx, head, given.minimumLevel)));
}
