import type { Appointment } from "#modules/appointments";
import type { Decision } from "#modules/answers";
import type { CitizenRequest, Consent } from "#modules/answers";
import { type CitizenCase, formerTowns } from "#modules/applications";
import type { MessageHead } from "#modules/mailbox";
import type { Payment, Refund } from "#modules/payments";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import type { Tx } from "#platform/database";
import type { Contact } from "#ui/contact-box";
import { html } from "@kommunalportal/html";
import type { AccountVisit, Answer, Lang } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { readerKey } from "./case-evidence.ts";
import { officesAtWork, sinceHere } from "./case-offices.ts";
import { titleOf, townName } from "./case-words.ts";
import { levelGate } from "./level-gate.ts";
import { asOwn, ownPage } from "./with-account.ts";

export type Reading = Awaited<ReturnType<AccountPages["audit"]["readersOf"]>>[number];

/** All that the page of one application shows. */
export interface OwnCase {
  readonly case: CitizenCase;
  readonly title: string;
  /** Legal day of this visit, `YYYY-MM-DD`. */
  readonly today: string;
  readonly town: string;
  readonly requests: readonly CitizenRequest[];
  readonly decisions: readonly Decision[];
  readonly payments: readonly Payment[];
  /** What may go back of each payment, by its id. */
  readonly refunds: ReadonlyMap<string, readonly Refund[]>;
  readonly appointments: readonly Appointment[];
  readonly messages: readonly MessageHead[];
  readonly readers: readonly Reading[];
  readonly consent: Consent | undefined;
  readonly noticeMail: boolean;
  /** Of the town that has it now. */
  readonly offices: ReadonlyMap<string, Contact | undefined>;
  /** Of each event before a hand-over the town that had it then. */
  readonly formerly: ReadonlyMap<string, string>;
  /** Office and town of each look, by `readerKey`. */
  readonly readerNames: ReadonlyMap<string, string>;
  /** Names of the programs that looked, with who publishes them; without those that nobody knows any more. */
  readonly programs: ReadonlyMap<string, string>;
  /** Which office works on which part. */
  readonly at: ReadonlyMap<string, string>;
  /** The office that is called first. */
  readonly office: Contact | undefined;
}

export type Found = { readonly ok: true; readonly own: OwnCase } | { readonly ok: false; readonly answer: Answer };

/** The application of the address, as its owner may see it now: a lower level than it was made with sees that it is there, and no more. */
export async function ownCase(portal: AccountPages, visit: AccountVisit): Promise<Found> {
  const { lang, session } = visit;
  const { account, level } = session;
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { ok: false, answer: { missing: true } };
  const found = await portal.applications.citizenCase({ application: id, access: { kind: "account", account } });
  if (!found) return { ok: false, answer: { missing: true } };
  const title = await titleOf(portal, lang, found.head);
  if (found.head.trustLevel > level) {
    const main = html`<h1>${title}</h1>${levelGate({ ...visit, path: `/vorgaenge/${id}` }, found.head.trustLevel, "levelCase")}`;
    return { ok: false, answer: { page: await ownPage(portal, visit, "cases", { title, main }), status: 403 } };
  }
  const rest = await asOwn(portal, visit, async (tx) => {
    await readShown(tx, portal, visit, id);
    const payments = await portal.payments.ofApplication(tx, id);
    const refunds = new Map<string, readonly Refund[]>();
    for (const one of payments) refunds.set(one.id, await portal.payments.refundsOf(tx, one.id));
    return {
      requests: await portal.answers.requests(tx, id), decisions: await portal.answers.decisions(tx, id), payments, refunds, consent: await portal.answers.consent(tx, id),
      messages: await portal.mailbox.ofApplication(tx, { account, level, application: id }), readers: await portal.audit.readersOf(tx, id),
      noticeMail: (await portal.accounts.noticeMail(tx, account)) !== undefined,
    };
  });
  const appointments = await portal.appointments.own({ account, level, application: id });
  const at = await officesAtWork(portal, found);
  const [first = ""] = at.values();
  const acted = sinceHere(found.events).flatMap(({ data }) => (typeof data["office"] === "string" ? [data["office"]] : []));
  const roles = [...new Set([...at.values(), ...acted])].filter((role) => role !== "");
  const offices = new Map(await Promise.all(roles.map(async (role) => [role, await portal.officeOf(found.head.tenant, role, lang)] as const)));
  const own: OwnCase = { case: found, title, today: legalDate(portal.clock.now()), town: townName(portal, found.head.tenant), ...rest, appointments, offices, formerly: new Map([...formerTowns(found.events)].map(([event, slug]) => [event, portal.tenants.bySlug(slug)?.name ?? slug])), readerNames: await readerNames(portal, lang, rest.readers), programs: await programsOf(portal, lang, rest.readers), at, office: acted.length > 0 ? offices.get(acted.at(-1) ?? "") ?? offices.get(first) : offices.get(first) };
  return { ok: true, own };
}

/** Where the town no longer names the office, its role stands for it. */
export async function readerNames(portal: Pick<AccountPages, "officeOf" | "tenants">, lang: Lang, readers: readonly Reading[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const one of readers) {
    const { tenant, office } = one;
    if (tenant === null || office === null || names.has(readerKey(one))) continue;
    names.set(readerKey(one), `${(await portal.officeOf(tenant, office, lang))?.name ?? office}, ${townName(portal, tenant)}`);
  }
  return names;
}

/** By client. */
export async function programsOf(portal: Pick<AccountPages, "programOf">, lang: Lang, readers: readonly Reading[]): Promise<ReadonlyMap<string, string>> {
  const programs = new Map<string, string>();
  for (const client of new Set(readers.flatMap(({ actorKind, actor }) => (actorKind === "extension" && actor !== null ? [actor] : [])))) {
    const program = await portal.programOf(client);
    if (program) programs.set(client, `${program.name[lang] ?? program.name.de}, ${program.publisher}`);
  }
  return programs;
}

/** Questions and words of the office stand in the history, whole: with the page they are shown, and what is shown is read. Letters are not. */
async function readShown(tx: Tx, portal: AccountPages, visit: AccountVisit, application: string): Promise<void> {
  const { account, level } = visit.session;
  for (const one of await portal.mailbox.ofApplication(tx, { account, level, application })) {
    if (one.locked || !one.unread || one.attachments > 0 || !["question", "request", "status"].includes(one.kind)) continue;
    await portal.mailbox.open(tx, { account, level, message: one.id });
  }
}
