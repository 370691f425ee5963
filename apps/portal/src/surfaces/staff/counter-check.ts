import { html } from "@kommunalportal/html";
import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { isId, newId } from "#platform/ids";
import { linkButton } from "#ui/button";
import { checkPage } from "#ui/check-page";
import { confirmation } from "#ui/confirmation";
import type { ErrorLine } from "#ui/error-summary";
import { formatDate, formatDateTime, formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import { checkAll, feeOf, summary } from "@kommunalportal/form-engine";
import type { Answer } from "../frame/index.ts";
import { counterApplicant } from "./counter-start.ts";
import { channelNames } from "./counter-step.ts";
import { letterAddress } from "./letter-address.ts";
import { lineInput } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

const receivedControl = "papier-eingang";

const submit = "Antrag aufnehmen";
const spokenWords = { title: "Prüfen Sie die Angaben mit der Person", binding: "Mit dem Aufnehmen ist der Antrag der Person verbindlich gestellt.", submit };
const paperWords = { title: "Prüfen Sie die Angaben am Papier", binding: "Mit dem Aufnehmen wird der Antrag vom Papier zum Vorgang. Verbindlich hat ihn die Person mit ihrer Unterschrift gestellt.", submit };

/** GET `…/entwurf/:draft/pruefen`: read out to the person, or compared with the paper, before it becomes binding. */
export async function counterCheck(portal: StaffPortal, desk: TownDesk, problems: readonly ErrorLine[] = []): Promise<Answer> {
  const id = desk.visit.params["draft"] ?? "";
  const opened = await portal.applications.openDraft({ draft: id, applicant: counterApplicant(desk) });
  if (!opened.ok || opened.draft.tenant !== desk.tenant.id) return { missing: true };
  const { draft, service } = opened;
  const day = legalDate(portal.clock.now());
  const here = desk.at(`schalter/entwurf/${id}`);
  const open = checkAll(service.form, draft.answers, day)[0];
  if (open && problems.length === 0) return { redirect: `${here}/${open.stepId}?fehlt=1` };
  const { fee, title } = service.package.service;
  const cents = fee?.due === "before" ? feeOf(fee.cents, draft.answers, day) : 0;
  const main = checkPage("de", {
    service: `${title.de} · ${channelNames[draft.channel]}`, sections: summary(service.form, draft.answers, "de", day), changeHref: (step) => `${here}/${step}`, action: `${here}/absenden`, csrf: desk.visit.staff.csrf,
    hidden: { anfrage: newId() }, backHref: here, errors: problems, words: draft.channel === "counter" ? spokenWords : paperWords,
    before: html`${cents > 0 && notice("de", { kind: "info", title: `Gebühr: ${formatMoney(cents, "de")}, zu zahlen an der Kasse` })}${draft.channel === "counter" ? html`<p class="kern-body">Lesen Sie der Person die Angaben vor. Sie bestätigt mit Ihnen, dass sie richtig sind.</p>` : html`<p class="kern-body">Vergleichen Sie die Angaben mit dem unterschriebenen Papier und nehmen Sie es zu den Akten.</p>${lineInput({ id: receivedControl, name: "eingegangen", type: "date", width: "medium", label: "Wann ist das Papier eingegangen?", hint: "Mit diesem Tag beginnen Fristen; er steht auf dem Eingangsstempel.", value: desk.visit.field("eingegangen") || day, error: problems.find(({ fieldId }) => fieldId === receivedControl)?.message })}`}`,
  });
  return staffPage(portal, desk.visit, { title: `Prüfen – ${title.de}`, tenant: desk.tenant, current: "schalter", main, hasErrors: problems.length > 0, status: problems.length > 0 ? 422 : 200 });
}

const refusedTexts: Readonly<Record<string, string>> = {
  "switched-off": "Die Stadt hat diesen Online-Dienst inzwischen ausgeschaltet.", "no-payment-way": "Die Stadt erlaubt für diese Leistung keine Zahlung an der Kasse. Bitten Sie die Leitung, diesen Weg einzuschalten.",
  "account-needed": "Für diese Leistung ist ein Konto nötig.", "level-too-low": "Für diese Leistung ist eine Anmeldung nötig.",
};

/** POST `…/entwurf/:draft/absenden`. */
export async function submitAtCounter(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const request = desk.visit.field("anfrage");
  const draft = desk.visit.params["draft"] ?? "";
  if (!isId(request) || !isId(draft)) return { missing: true };
  const outcome = await portal.applications.submit({ draft, tenant: desk.tenant.id, applicant: counterApplicant(desk), confirmed: true, requestId: request, way: "counter", ...(desk.visit.fields.has("eingegangen") ? { receivedOn: desk.visit.field("eingegangen") } : {}) });
  switch (outcome.kind) {
    case "submitted": return { redirect: desk.at(`schalter/eingang/${outcome.application}`) };
    case "payment": throw new Error("at the counter nothing waits for an online payment");
    case "problems": return counterCheck(portal, desk, outcome.problems.map(({ message, path }) => ({ message: message?.de ?? `Die Angabe »${path}« ist nicht vollständig.`, ...(path === "receivedOn" ? { fieldId: receivedControl } : {}) })));
    case "refused": return outcome.why === "not-found" ? { missing: true } : counterCheck(portal, desk, [{ message: refusedTexts[outcome.why] ?? "Der Antrag wurde nicht angenommen." }]);
  }
}

/** GET `…/schalter/eingang/:application`: reference and code, to be printed for the person. */
export async function counterReceipt(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const own = await receiptOf(portal, desk);
  if (!own) return { missing: true };
  const main = confirmation("de", {
    title: "Der Antrag ist aufgenommen", reference: own.reference, ...(own.code === undefined ? {} : { code: own.code }), downloadHref: desk.at(`schalter/eingang/${own.application}/bestaetigung.pdf`),
    words: { reference: "Vorgangsnummer", code: "Abrufcode der Person", keep: "Beides steht auf der Eingangsbestätigung.", download: "Eingangsbestätigung drucken (PDF)" },
    next: ["Drucken Sie die Eingangsbestätigung und geben oder senden Sie sie der Person.", "Mit Vorgangsnummer und Abrufcode sieht sie den Stand, auch ohne Konto.", ...(own.fee === undefined ? [] : [`Die Gebühr von ${formatMoney(own.fee, "de")} nimmt die Kasse an.`])],
    more: html`<div class="portal-buttons">${linkButton({ text: "Nächsten Antrag aufnehmen", href: desk.at("schalter"), kind: "secondary" })}${linkButton({ text: "Im Eingang ansehen", href: `${desk.at("eingang")}?${new URLSearchParams({ q: own.reference })}`, kind: "tertiary" })}</div>`,
  });
  return staffPage(portal, desk.visit, { title: `Aufgenommen: ${own.reference}`, tenant: desk.tenant, current: "schalter", main });
}

/** The same as a PDF. */
export async function counterReceiptFile(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const own = await receiptOf(portal, desk);
  if (!own) return { missing: true };
  const { tenant } = desk;
  const contact = tenant.profile.contact;
  const issuer = tenant.officialName.split(",")[0] ?? tenant.name;
  const pdf = await portal.documents.render("receipt", {
    issuer: { name: issuer, ...(tenant.profile.armsSvg === undefined ? {} : { emblem: { svg: tenant.profile.armsSvg, alt: `Wappen: ${tenant.name}` } }) },
    // At the counter it is handed over; what came by post is answered by post, in an envelope with a window.
    ...(own.channel === "paper" && own.addressee.length > 1 ? { addressee: own.addressee, returnLine: returnLine(issuer, contact), date: formatDate(portal.clock.now(), "de") } : {}),
    reference: own.reference, receivedAt: own.receivedOn === undefined ? formatDateTime(own.at, "de") : formatDate(own.receivedOn, "de"), paragraphs: [`Guten Tag,\nIhr Antrag »${own.title}« ist bei uns eingegangen, ${channelNames[own.channel]} aufgenommen.`],
    ...(own.code === undefined ? {} : { lookup: { label: "Ihr Abrufcode", code: own.code, text: `Damit und mit der Vorgangsnummer sehen Sie den Stand, auch ohne Konto:\n${portal.addresses.originOf(tenant)}/status` } }),
    ...(own.fee === undefined ? {} : { facts: [{ label: "Gebühr", value: `${formatMoney(own.fee, "de")}, zu zahlen an der Kasse` }] }),
    next: ["Wir prüfen Ihre Angaben.", "Wenn etwas fehlt, melden wir uns.", own.endsInDecision ? "Sie bekommen einen Bescheid." : "Sie bekommen eine Antwort."],
    ...(contact === undefined ? {} : { contact: [{ label: "Telefon", value: contact.phone }, { label: "E-Mail", value: contact.email }] }),
  }, { standard: "ua-1", createdAt: portal.clock.now() });
  return { body: pdf, type: "application/pdf", inline: `Eingangsbestaetigung-${own.reference}.pdf` };
}

/** Only the clerk who took it gets the code: it is made again from the clerk's own key and stands nowhere. */
async function receiptOf(portal: StaffPortal, desk: TownDesk) {
  const application = desk.visit.params["application"] ?? "";
  const outcome = isId(application) ? await portal.applications.submissionOf({ application, tenant: desk.tenant.id, applicant: counterApplicant(desk) }) : undefined;
  if (outcome?.kind !== "submitted") return undefined;
  const found = await portal.db.inTenant(desk.tenant.id, async (tx) => ({
    head: await portal.applications.view(tx, application), content: await portal.applications.content(tx, application, { kind: "tenant" }), applicantName: (await portal.applications.names(tx, desk.tenant.id, [application])).get(application),
  }));
  const { head, content, applicantName } = found;
  if (!head?.submittedAt || !content) return undefined;
  const service = (await portal.forms.service(head.service, head.formVersion))?.package.service;
  return {
    application, reference: outcome.reference, code: outcome.lookupCode, title: service?.title.de ?? head.service, channel: head.channel, at: head.submittedAt, receivedOn: head.receivedOn, fee: head.fee?.paidAt === undefined ? head.fee?.cents : undefined,
    // A report or a certificate ends without one; then only the answer is promised.
    endsInDecision: service?.letters?.some(({ kind }) => kind === "grant" || kind === "fee") === true, addressee: await letterAddress(portal, { content, applicantName }),
  };
}

function returnLine(issuer: string, contact: Tenant["profile"]["contact"]): string {
  const place = contact === undefined ? [] : [contact.street, [contact.postalCode, contact.locality].filter((part) => part !== undefined).join(" ")];
  return [issuer, ...place].filter((part) => part !== undefined && part !== "").join(" · ");
}
