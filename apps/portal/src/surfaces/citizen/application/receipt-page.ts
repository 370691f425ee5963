import { html, type Content, type Html } from "@kommunalportal/html";
import { linkButton } from "#ui/button";
import { confirmation } from "#ui/confirmation";
import { formatDateTime, formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import { phoneLink } from "#ui/contact-box";
import type { Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { filled, wordsIn } from "./messages.ts";
import { asOwner, ownSubmission, summaryFile, type OwnSubmission } from "./own-submission.ts";
import { identifyAgain } from "./open-own.ts";
import { receiversOf } from "./receivers.ts";
import { competentOffice, titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";
import { spellCode } from "./spell-code.ts";

type Submitted = Extract<OwnSubmission, { kind: "submitted" }>;

/** GET `/eingang/:application`: the acknowledgement. Its owner can open it again. */
export async function receiptPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const own = await ownSubmission(portal, visit);
  if (!own) return unknown(portal, visit);
  if (own.kind === "payment") return unpaid(portal, visit, own);
  const { lang } = visit;
  const words = wordsIn(lang);
  const { head } = own.case;
  const service = await portal.forms.service(head.service, head.formVersion);
  if (!service) throw new Error(`version ${head.formVersion} of ${head.service} is missing`);
  const content = own.case.content ?? await asOwner(portal, own.access, (tx, source) => portal.applications.content(tx, own.application, source));
  if (!content) return unknown(portal, visit);
  const office = await competentOffice(portal, visit, service);
  const receivers = await receiversOf(portal, visit, service, content.answers, content.day);
  const offices = [...new Set(receivers.map((one) => one.office))];
  const ready = content.files.some(({ kind, label }) => kind === "rendition" && label === "ua-1");
  const here = `/eingang/${own.application}`;
  const next: Content[] = [
    ...payNext(visit, own, await toPay(portal, visit, own)),
    offices.length > 1 ? filled(words.nextOffices, { offices: new Intl.ListFormat(lang).format(offices) }) : filled(words.nextOffice, { offices: offices[0] ?? visit.tenant.name }),
    own.code === undefined ? words.nextMailbox : words.nextCode,
    call(office?.phone ?? visit.tenant.profile.contact?.phone, words.nextCall, words.nextCallAt),
  ];
  const main = confirmation(lang, {
    reference: own.reference, next, ...(own.code === undefined ? {} : { code: own.code }),
    ...(ready ? { downloadHref: visit.href(`${here}/zusammenfassung.pdf`) } : {}),
    statusHref: visit.href(own.code === undefined ? `/vorgaenge/${own.application}` : "/status"), statusText: own.code === undefined ? words.cases : words.statusLink,
    more: html`<p class="portal-muted">${titleOf(service, lang)}${head.submittedAt !== undefined && html` · ${filled(words.receivedAt, { time: formatDateTime(head.submittedAt, lang) })}`}</p>${!ready && html`<p role="status">${words.pdfWait}</p><p>${linkButton({ text: words.pdfRefresh, href: visit.href(here), kind: "secondary", icon: "autorenew" })}</p>`}${own.code !== undefined && spelled(visit, own.reference, own.code)}`,
  });
  return { page: portal.layout(visit, { title: `${titleOf(service, lang)}: ${own.reference}`, main, components: [], service: head.service, printable: true, ...(office === undefined ? {} : { help: office }) }) };
}

/** The page of the payment where a fee is still owed. */
async function toPay(portal: ApplicationPages, visit: TownSessionVisit, { application, case: { head } }: Submitted): Promise<string | undefined> {
  return head.fee === undefined || head.fee.paidAt !== undefined ? undefined : portal.payingPath({ application, tenant: visit.tenant.id });
}

/** What is still to be paid, and where the Kassenzeichen stands. */
function payNext(visit: TownSessionVisit, { case: { head } }: Submitted, path: string | undefined): readonly Content[] {
  const words = wordsIn(visit.lang);
  if (head.fee === undefined) return [];
  const amount = formatMoney(head.fee.cents, visit.lang);
  if (head.fee.paidAt !== undefined) return [filled(words.paid, { amount })];
  const { how, link } = { transfer: { how: words.nextTransfer, link: words.payHow }, counter: { how: words.nextCounter, link: words.payHowCounter }, online: { how: words.nextOnline, link: words.payNow } }[head.fee.way];
  return [html`${filled(how, { amount })}${path !== undefined && html` <a class="kern-link" href="${visit.href(path)}">${link}</a>`}`];
}

function call(phone: string | undefined, without: string, withPhone: string): Content {
  if (phone === undefined) return without;
  const [before = "", after = ""] = withPhone.split("{phone}");
  return html`${before}${phoneLink(phone)}${after}`;
}

function spelled(visit: TownSessionVisit, reference: string, code: string): Html {
  const words = wordsIn(visit.lang);
  const line = (title: string, value: string): Html => html`<details class="portal-why"><summary>${title}</summary><div class="portal-why__body">${spellCode(value, visit.lang).map((group) => html`<p>${group.join(", ")}</p>`)}</div></details>`;
  return html`<h2>${words.codeTitle}</h2><p>${words.codeText}</p>${line(words.codeSpelled, code)}${line(words.referenceSpelled, reference)}`;
}

/** Sealed, and the fee is missing: on to the payment, or the words that say how it stands. */
async function unpaid(portal: ApplicationPages, visit: TownSessionVisit, own: Extract<OwnSubmission, { kind: "payment" }>): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const path = await portal.payingPath({ application: own.application, tenant: visit.tenant.id });
  return messagePage(portal, visit, {
    title: words.payTitle, texts: [filled(words.payText, { amount: formatMoney(own.cents, visit.lang) })], status: 200,
    more: path === undefined && notice(visit.lang, { kind: "info", title: words.payWait, body: words.payChecking }),
    actions: path === undefined
      ? linkButton({ text: words.pdfRefresh, href: visit.href(`/eingang/${own.application}`), icon: "autorenew" })
      : linkButton({ text: words.payNow, href: visit.href(path), icon: "arrow-forward" }),
  });
}

function unknown(portal: ApplicationPages, visit: TownSessionVisit): Answer {
  const words = wordsIn(visit.lang);
  const { signedIn } = visit.session;
  return messagePage(portal, visit, {
    title: words.unknownReceipt, texts: [signedIn ? words.unknownReceiptSigned : words.unknownReceiptVisitor], status: 404,
    actions: signedIn
      ? linkButton({ text: words.cases, href: visit.href("/vorgaenge") })
      : [linkButton({ text: words.startSignIn, href: signInHref(visit, visit.path, { account: true }) }), linkButton({ text: words.statusLink, href: visit.href("/status"), kind: "secondary" })],
  });
}

/** GET `/eingang/:application/zusammenfassung.pdf`: repeats the answers, so it asks for the level of the submission. */
export async function receiptFile(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const own = await ownSubmission(portal, visit);
  if (own?.kind !== "submitted") return unknown(portal, visit);
  const { head } = own.case;
  if (visit.session.level < head.trustLevel) return identifyAgain(portal, visit, head.trustLevel, visit.path, "levelPdf");
  const file = await summaryFile(portal, own.access, own.application);
  if (file === undefined) return { redirect: visit.href(`/eingang/${own.application}`) };
  const opened = await asOwner(portal, own.access, (tx, source) => portal.applications.openFile(tx, { application: own.application, file }, source));
  if (!opened.ok) return { redirect: visit.href(`/eingang/${own.application}`) };
  return { body: opened.content, type: opened.about.type, download: opened.about.name };
}
