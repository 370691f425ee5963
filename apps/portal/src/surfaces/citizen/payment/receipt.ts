import { html } from "@kommunalportal/html";
import { backLink } from "#ui/back-link";
import { linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { formatDateTime, formatMoney } from "#ui/format";
import { printButton } from "#ui/print";
import type { Answer, Lang } from "../../frame/index.ts";
import type { Tenant } from "#modules/tenants";
import { say } from "./messages.ts";
import type { OwnPayment, OwnTownVisit } from "./own-payment.ts";
import type { PaymentPages } from "./payment-pages.ts";

interface Line { readonly label: string; readonly value: string }

/** What a receipt says beyond the reference and the day. No name: this room does not know one. */
function receiptLines(lang: Lang, tenant: Tenant, { payment, title }: OwnPayment): Line[] {
  const words = say(lang);
  return [
    { label: words.payee, value: tenant.officialName },
    { label: words.service, value: title },
    { label: words.amount, value: formatMoney(payment.cents, lang) },
    { label: words.way, value: words[payment.way] },
    { label: words.reference, value: payment.reference },
    ...(payment.way === "online" && payment.attempt?.providerReference !== undefined ? [{ label: words.providerReference, value: payment.attempt.providerReference }] : []),
  ];
}

export async function receiptPage(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  const { payment, reference } = own;
  if (payment.paidAt === undefined) return { redirect: visit.href(`/bezahlen/${payment.id}`) };
  const words = say(visit.lang);
  const lines = [...(reference === undefined ? [] : [{ label: words.caseNumber, value: reference }]), { label: words.paidAt, value: formatDateTime(payment.paidAt, visit.lang) }, ...receiptLines(visit.lang, visit.tenant, own)];
  const main = html`${backLink(visit.lang, visit.href(`/eingang/${payment.application}`))}<h1>${words.receiptTitle}</h1>${descriptionList(lines.map(({ label, value }) => ({ term: label, value })))}<p class="kern-body portal-muted">${words.noTax}</p>
<div class="portal-buttons">${reference === undefined ? html`<p class="kern-body">${words.receiptWait}</p>` : linkButton({ text: words.receiptPdf, href: visit.href(`/bezahlen/${payment.id}/quittung.pdf`), icon: "download", kind: "secondary" })}${printButton(visit.lang)}</div>`;
  return { page: portal.layout(visit, { title: words.receiptTitle, main, components: [], printable: true }) };
}

/** PDF/UA-1 from templates/receipt.typ, rendered when asked for: nothing of it has to be kept. */
export async function receiptPdf(portal: PaymentPages, visit: OwnTownVisit, own: OwnPayment): Promise<Answer> {
  const { payment, reference } = own;
  if (payment.paidAt === undefined || reference === undefined) return { redirect: visit.href(`/bezahlen/${payment.id}/quittung`) };
  // The template's fixed words are German, so is the document (§ 23 VwVfG NRW: the official language).
  const words = say("de");
  const { contact, theme } = visit.tenant.profile;
  const pdf = await portal.documents.render("receipt", {
    issuer: { name: visit.tenant.officialName, office: "Kasse", ...(theme ? { accent: theme.primary } : {}) },
    title: words.receiptTitle, reference, receivedAt: formatDateTime(payment.paidAt, "de"),
    paragraphs: ["Wir haben Ihre Zahlung erhalten. Vielen Dank.", words.noTax], facts: receiptLines("de", visit.tenant, own),
    ...(contact ? { contact: [{ label: "Telefon", value: contact.phone }, { label: "E-Mail", value: contact.email }] } : {}),
  }, { standard: "ua-1", createdAt: payment.paidAt });
  return { body: pdf, type: "application/pdf", download: `Zahlungsbestaetigung-${payment.reference}.pdf` };
}
