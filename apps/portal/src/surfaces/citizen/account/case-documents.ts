import { html, type Html } from "@kommunalportal/html";
import type { SafeDocument } from "#modules/safe";
import { addDays } from "#platform/clock";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { errorSummary } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate, formatFileSize, formatMediaTypes } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { languageForm, onlyLanguage, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { filled, wordsIn } from "./messages.ts";
import { ownCase, type OwnCase } from "./own-case.ts";
import { asOwn, ownPage } from "./with-account.ts";

const formId = "freigabe-formular";

/** GET `/vorgaenge/:id/dokumente`: what the office of this case may see of the safe, and whether decisions are laid into it. */
export async function caseDocumentsPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  return found.ok ? show(portal, visit, found.own) : found.answer;
}

/** POST: one document more, after consent for this case. */
export async function shareWithCase(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const words = wordsIn(visit.lang);
  const { id } = found.own.case.head;
  const document = visit.field("dokument");
  const lastDay = visit.field("bis");
  const chosen = { chosen: document, chosenDay: lastDay, consented: visit.field("zustimmung") === "ja" };
  if (onlyLanguage(visit)) return show(portal, visit, found.own, chosen);
  const wrong = { ...(isId(document) ? {} : { document: words.shareChoose }), ...(/^\d{4}-\d{2}-\d{2}$/.test(lastDay) ? {} : { day: words.shareDayWrong }), ...(visit.field("zustimmung") === "ja" ? {} : { consent: words.shareConsentMissing }) };
  if (Object.keys(wrong).length > 0) return show(portal, visit, found.own, { ...wrong, ...chosen });
  const outcome = await portal.safe.share({ account: visit.session.account, level: visit.session.level, document, application: id, lastDay });
  if (outcome.ok) return { redirect: visit.href(`/vorgaenge/${id}/dokumente?erledigt=freigegeben`) };
  if (outcome.why === "day-wrong") return show(portal, visit, found.own, { day: words.shareDayWrong, ...chosen });
  const said = { "not-found": words.shareGone, held: words.fileHeld, "level-too-low": words.shareLevel, "case-ended": words.errNotOpen, "too-many": words.errFileMany } as const;
  return show(portal, visit, found.own, { document: said[outcome.why], ...chosen });
}

/** POST `…/:share/ende`: nobody sees it from now on. */
export async function endShareWithCase(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { id = "", share = "" } = visit.params;
  if (!isId(id) || !isId(share)) return { missing: true };
  await asOwn(portal, visit, (tx) => portal.safe.endShare(tx, { account: visit.session.account, share }));
  return { redirect: visit.href(`/vorgaenge/${id}/dokumente?erledigt=beendet`) };
}

/** POST `…/ablage`: decisions of this case may be laid into the safe, or not any more. */
export async function changeDepositConsent(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const { id, tenant } = found.own.case.head;
  const { account, level } = visit.session;
  await asOwn(portal, visit, (tx) => portal.safe.setDepositConsent(tx, { account, tenant, application: id, level, agreed: visit.field("ablage") === "ja" }));
  return { redirect: visit.href(`/vorgaenge/${id}/dokumente?erledigt=ablage`) };
}

interface Wrong { readonly document?: string; readonly day?: string; readonly consent?: string; readonly chosen?: string; readonly chosenDay?: string; readonly consented?: boolean }

async function show(portal: AccountPages, visit: AccountVisit, own: OwnCase, wrong: Wrong = {}): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const { head } = own.case;
  const here = `/vorgaenge/${head.id}/dokumente`;
  const { account } = session;
  const { documents, shares, agreed } = await asOwn(portal, visit, async (tx) => ({ documents: await portal.safe.list(tx, account), shares: await portal.safe.shares(tx, { account, application: head.id }), agreed: await portal.safe.mayDeposit(tx, head.id) }));
  const lines = [...(wrong.document === undefined ? [] : [{ fieldId: "dokument-0", message: wrong.document }]), ...(wrong.day === undefined ? [] : [{ fieldId: "bis-0", message: wrong.day }]), ...(wrong.consent === undefined ? [] : [{ fieldId: "zustimmung-ja", message: wrong.consent }])];
  const done = { freigegeben: words.shareDone, beendet: words.shareEnded, ablage: words.depositChanged }[visit.query.get("erledigt") ?? ""];
  const free = documents.filter(({ state }) => (state === "kept" || state === "unchecked"));
  const open = head.status !== "closed" && head.status !== "withdrawn";
  const main = html`${lines.length > 0 ? errorSummary(lang, lines) : done !== undefined && notice(lang, { kind: "success", title: done, live: true })}${backLink(lang, visit.href(`/vorgaenge/${head.id}`), words.backCase)}<h1>${words.shareTitle}</h1><p class="portal-lead">${filled(words.shareIntro, { town: own.town })}</p>
${shares.length > 0 && section({ title: words.shareList, body: table(lang, { caption: words.shareList, captionHidden: true, columns: [{ title: words.colDocument }, { title: words.shareSince }, { title: words.shareUntil }, { title: words.colActions, hidden: true }], rows: shares.map(({ id, document, at, lastDay }) => {
    const name = documents.find((one) => one.id === document)?.name ?? words.deletedDocument;
    return [name, formatDate(at, lang), formatDate(lastDay, lang), formButton({ text: words.shareEnd, hidden: name, kind: "tertiary", action: visit.href(`${here}/${id}/ende`), csrf: session.csrf })];
  }) }) })}
${open && section({ title: words.shareAdd, body: free.length === 0 ? emptyState({ icon: "drive-folder-upload", text: words.shareNothing, action: linkButton({ text: words.safe, href: visit.href("/dokumente"), kind: "secondary" }) }) : shareForm(visit, here, { documents: free, released: new Map(shares.map(({ document, lastDay }) => [document, lastDay])), days: offeredDays(portal.safe.releaseDays()), wrong }) })}
${section({ title: words.depositTitle, body: html`<p>${agreed ? words.depositYes : words.depositNo}</p>${form(lang, { action: visit.href(`${here}/ablage`), csrf: session.csrf, body: html`<input type="hidden" name="ablage" value="${agreed ? "nein" : "ja"}">${buttonGroup(button({ text: agreed ? words.depositTake : words.depositGive, kind: "secondary" }))}` })}` })}`;
  return { page: await ownPage(portal, visit, "cases", { title: words.shareTitle, main, hasErrors: lines.length > 0, ...(open && free.length > 0 ? { languageForm: languageForm(visit, formId, here) } : {}) }), status: lines.length > 0 ? 422 : 200 };
}

interface OfferedDay { readonly day: string; readonly proposed: boolean }

/** A fortnight, what is proposed here, the longest: as days, so that nobody reckons. */
function offeredDays({ first, proposed, latest }: ReturnType<AccountPages["safe"]["releaseDays"]>): readonly OfferedDay[] {
  return [...new Set([addDays(first, 14), proposed, latest])].toSorted().map((day) => ({ day, proposed: day === proposed }));
}

interface ShareForm { readonly documents: readonly SafeDocument[]; /** Last days of what is released already. */ readonly released: ReadonlyMap<string, string>; readonly days: readonly OfferedDay[]; readonly wrong: Wrong }

function shareForm(visit: AccountVisit, here: string, { documents, released, days, wrong }: ShareForm): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const group = (name: string, legend: string, error: string | undefined, boxes: readonly Html[]): Html => html`<div class="portal-field-group"><fieldset class="kern-fieldset portal-field${error === undefined ? "" : " kern-fieldset--error"}" role="radiogroup"><legend class="kern-label">${legend}</legend>${error !== undefined && errorText(`${name}:error`, error, lang)}<div class="kern-fieldset__body">${boxes}</div></fieldset></div>`;
  const about = ({ id, type, size }: SafeDocument): string => [`${formatMediaTypes([type], lang)}, ${formatFileSize(size, lang)}`, ...(released.has(id) ? [filled(words.shareAgain, { day: formatDate(released.get(id) ?? "", lang) })] : [])].join(". ");
  const chosenDay = wrong.chosenDay !== undefined && days.some(({ day }) => day === wrong.chosenDay) ? wrong.chosenDay : days.find(({ proposed }) => proposed)?.day;
  return form(lang, {
    id: formId, action: visit.href(here), csrf: session.csrf,
    body: html`${group("dokument", words.shareWhich, wrong.document, documents.map((one, i) => check({ type: "radio", id: `dokument-${i}`, name: "dokument", value: one.id, label: one.name, checked: wrong.chosen === one.id, hint: about(one) })))}
${group("bis", words.shareHow, wrong.day, days.map(({ day, proposed }, i) => check({ type: "radio", id: `bis-${i}`, name: "bis", value: day, label: filled(words.shareDay, { day: formatDate(day, lang) }), checked: day === chosenDay, ...(proposed ? { hint: words.shareProposed } : {}) })))}
<div class="portal-field portal-declaration">${wrong.consent !== undefined && errorText("zustimmung:error", wrong.consent, lang)}${check({ type: "checkbox", id: "zustimmung-ja", name: "zustimmung", value: "ja", label: words.shareConsent, checked: wrong.consented === true, wrong: wrong.consent !== undefined })}</div>${buttonGroup(button({ text: words.shareDo }))}`,
  });
}
