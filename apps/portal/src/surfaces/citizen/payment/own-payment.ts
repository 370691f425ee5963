import type { CitizenSession } from "#modules/accounts";
import type { Applicant } from "#modules/applications";
import type { Payment } from "#modules/payments";
import { isId } from "#platform/ids";
import { linkButton } from "#ui/button";
import type { Contact } from "#ui/contact-box";
import { visitorBeside, type Answer, type SessionVisit, type TownVisit, type Visit } from "../../frame/index.ts";
import { messagePage } from "./message-page.ts";
import { say } from "./messages.ts";
import type { PaymentPages } from "./payment-pages.ts";

export interface OwnPayment {
  /** Whose it is: of the session, or of the visitor that this browser was before. */
  readonly applicant: Applicant;
  readonly payment: Payment;
  /** Vorgangsnummer; undefined while the application waits for this money. */
  readonly reference: string | undefined;
  readonly title: string;
  /** Whose number stands on each of these pages. */
  readonly office: Contact | undefined;
}

export function applicantOf(session: CitizenSession): Applicant {
  return {
    owner: session.owner, level: session.level, person: session.person,
    ...(session.account === undefined ? {} : { account: session.account }),
    ...(session.ownerSecret === undefined ? {} : { ownerSecret: session.ownerSecret }),
  };
}

/** The payment that the address names, when it belongs to this town: for pages that tell nothing personal. */
export async function namedPayment(portal: PaymentPages, visit: Visit): Promise<Payment | undefined> {
  const id = visit.params["payment"] ?? "";
  return visit.tenant === undefined || !isId(id) ? undefined : portal.payments.view(id, visit.tenant.id);
}

/** It is theirs when the application is: by account, or by the cookie of the browser that sent it; also of somebody who signed in elsewhere meanwhile. */
export async function ownPayment(portal: PaymentPages, visit: Visit, payment: Payment): Promise<OwnPayment | undefined> {
  if (visit.session === undefined) return undefined;
  const beside = visitorBeside(portal.accounts, visit);
  const submission = (applicant: Applicant) => portal.applications.submissionOf({ application: payment.application, tenant: payment.tenant, applicant });
  let applicant = applicantOf(visit.session);
  let own = await submission(applicant);
  if (!own && beside) {
    applicant = applicantOf(beside);
    own = await submission(applicant);
  }
  if (!own) return undefined;
  const published = await portal.forms.current(payment.service);
  const title = published?.package.service.title;
  return { applicant, payment, reference: own.kind === "submitted" ? own.reference : undefined, title: title?.[visit.lang] ?? title?.de ?? payment.items[0]?.description ?? payment.service, office: published && await portal.competentOffice(payment.tenant, published, visit.lang) };
}

export type OwnTownVisit = TownVisit & SessionVisit;

/** The same pages with the number of the office that is asked about this payment. */
export function withOffice(portal: PaymentPages, { office }: OwnPayment): PaymentPages {
  return office === undefined ? portal : { ...portal, layout: (visit, page) => portal.layout(visit, { help: office, ...page }) };
}

/** Runs with somebody's own payment; the same page for one that never was and for somebody else's. */
export function withOwn(portal: PaymentPages, handler: (portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment) => Promise<Answer>): (visit: Visit) => Promise<Answer> {
  return async (visit) => {
    const { tenant, session } = visit;
    if (tenant === undefined) return { missing: true };
    const payment = await namedPayment(portal, visit);
    const own = payment && await ownPayment(portal, visit, payment);
    return own && session ? handler(withOffice(portal, own), { ...visit, tenant, session }, own) : unknownPayment(portal, visit);
  };
}

export function unknownPayment(portal: PaymentPages, visit: Visit): Answer {
  const words = say(visit.lang);
  return messagePage(portal, visit, {
    title: words.unknownPayment, texts: [words.unknownPaymentText], status: 404,
    actions: [signInButton(visit), linkButton({ text: words.status, href: visit.href("/status"), kind: "tertiary" })],
  });
}

export function signInButton(visit: Visit) {
  return linkButton({ text: say(visit.lang).signIn, href: visit.href(`/anmelden?ziel=${encodeURIComponent(visit.path)}&konto=1`) });
}
