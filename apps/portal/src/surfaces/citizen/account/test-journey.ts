import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ApplicationHead } from "#modules/applications";
import type { DecisionDraft } from "#modules/answers";
import { newId } from "#platform/ids";
import type { Answers } from "@kommunalportal/form-engine";
import type { TestPortal } from "./test-portal.ts";

export const clerk = { kind: "staff", id: "0190a000-0000-7000-8000-000000000001", office: "steueramt" } as const;
export const grant: DecisionDraft = { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Der Hund Waldi ist ab dem 1. März 2026 zur Hundesteuer angemeldet."], amounts: [], conditions: [], reasons: [] };

/** What the office and the citizen do between the pages of a test, through the real rooms. */
export function journey(portal: TestPortal) {
  const inCase = async <T>(application: string, work: Parameters<typeof portal.answers.inCase<T>>[2]): Promise<T> => {
    const done = await portal.answers.inCase(portal.musterstadt.id, application, work);
    if (done === undefined) throw new Error("the town has no such application");
    return done;
  };
  return {
    /** An application of Erika Beispiel for a dog, with answers that need no check here. */
    async apply(account: string, options: { readonly level?: 1 | 3 | 4; readonly tenant?: string; readonly service?: string; readonly answers?: Answers; /** Uploads, by path of their field. */ readonly uploads?: readonly string[] } = {}): Promise<{ readonly application: string; readonly reference: string; readonly draft: string }> {
      const applicant = { owner: account, account, level: options.level ?? 1 };
      const started = await portal.applications.startDraft({ applicant, tenant: options.tenant ?? portal.musterstadt.id, service: options.service ?? "hund-anmelden", language: "de", answers: options.answers ?? dog });
      if (!started.ok) throw new Error(started.why);
      for (const path of options.uploads ?? []) {
        const added = await portal.applications.addFile({ draft: started.draft.id, applicant, path, name: "Nachweis.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nNachweis\n%%EOF\n")]), truncated: () => false, network: "127.0.0.1" });
        if (!added.ok) throw new Error(added.why);
      }
      const outcome = await portal.applications.submit({ draft: started.draft.id, tenant: started.draft.tenant, applicant, confirmed: true, requestId: randomUUID() });
      if (outcome.kind !== "submitted" && outcome.kind !== "payment") throw new Error(JSON.stringify(outcome));
      await portal.work();
      return { application: outcome.application, reference: outcome.kind === "submitted" ? outcome.reference : "", draft: started.draft.id };
    },
    async draft(account: string): Promise<string> {
      const started = await portal.applications.startDraft({ applicant: { owner: account, account, level: 1 }, tenant: portal.musterstadt.id, service: "maengelmelder", language: "de" });
      if (!started.ok) throw new Error(started.why);
      return started.draft.id;
    },
    ask: (application: string, text: string, options: { readonly documents?: readonly string[]; readonly dueOn?: string } = {}) => inCase(application, async (tx, head: ApplicationHead) => {
      const asked = await portal.answers.ask(tx, { head, actor: clerk, office: "steueramt", text, ...options });
      if (!asked.ok) throw new Error(asked.why);
      return asked.request;
    }),
    status: (application: string, to: "in-progress" | "closed" | undefined, text: string) => inCase(application, async (tx, head: ApplicationHead) => {
      const written = await portal.answers.status(tx, { head, actor: clerk, office: "steueramt", text, ...(to === undefined ? {} : { to }) });
      if (!written.ok) throw new Error(written.why);
      return written.event.id;
    }),
    /** Consent and address, then a decision into the mailbox. */
    async decide(account: string, application: string, draft: DecisionDraft = grant): Promise<string> {
      portal.clock.advance(1_000);
      await portal.db.asAccount(account, (tx) => portal.accounts.setNoticeMail(tx, account, "erika@beispiel.example"));
      await portal.answers.setConsent({ application, account, agreed: true });
      const prepared = await portal.answers.prepare({ tenant: portal.musterstadt.id, application, office: "steueramt", actor: clerk, draft, signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox" });
      if (!prepared.ok) throw new Error(JSON.stringify(prepared));
      const decided = await inCase(application, (tx) => portal.answers.decide(tx, prepared.prepared, { final: true }));
      if (!decided.ok) throw new Error(JSON.stringify(decided));
      await portal.work();
      return decided.decision.message ?? newId();
    },
    /** What the hub writes when a Fachverfahren has confirmed. */
    arrived: (application: string, part?: string) => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.record(tx, application, { type: "delivery-accepted", actor: { kind: "system", what: "hub" }, data: { name: "Steuerverfahren", ...(part === undefined ? {} : { part }) }, text: "Ihr Antrag ist dort angekommen." })),
    looked: (application: string, account: string) => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.audit.record(tx, { tenant: portal.musterstadt.id, account, actor: clerk, action: "application.read", subject: { kind: "application", id: application } })),
    messages: async (account: string) => (await portal.db.asAccount(account, (tx) => portal.mailbox.list(tx, { account, level: 4, show: "received", page: 1 }))).items,
  };
}

const person = { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" };
const dog: Answers = {
  halter: person, hunde: [{ name: "Waldi", rasse: "Dackel", geburt: "2024", geschlecht: "ruede", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
/** Goes to two offices; the proof of insurance is an upload, {@link largeDogProof}. */
export const largeDog: Answers = {
  ...dog, hunde: [{ name: "Hasso", rasse: "Schäferhund", geburt: "2024", geschlecht: "ruede", groesse: 60, gewicht: 32, seit: "2026-02-20", chip: "276000000000001" }],
  grosserHund: { sachkundeArt: "langjaehrig", sachkundeWorte: "Seit 1995 zwei Schäferhunde.", versicherer: "Muster-Versicherung", zuverlaessig: true },
};
export const largeDogProof = "grosserHund.versicherung";
/** For a parking permit: its fee comes first. */
export const parking: Answers = {
  person, fahrzeug: { kennzeichen: "MU-EB 123", halterSelbst: true }, ausweis: { zone: "A", beginn: "2026-03-10", jahre: "1", richtig: true },
};
