import { attr, html, type Html } from "@kommunalportal/html";
import { isMailAddress } from "#platform/mail";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { widgetSections } from "#ui/widgets";
import { languageForm, onlyLanguage, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { titleOf } from "./case-words.ts";
import { fetchedEvidence } from "./fetched-evidence.ts";
import { handoverConsents } from "./handover-consents.ts";
import { stepUp } from "./level-gate.ts";
import { filled, wordsIn } from "./messages.ts";
import { outsidePart } from "./outside-part.ts";
import { consentTable } from "./safe-pages.ts";
import { asOwn, ownPage } from "./with-account.ts";

const control = controlId("adresse");
const formId = "adresse-formular";
/** What stood in the field; `wrong` unless only the language changes. */
interface Given { readonly typed: string; readonly wrong: boolean }

/** GET `/konto`: sign-in, notices, consents, export, deletion. */
export async function accountPage(portal: AccountPages, visit: AccountVisit, given?: Given): Promise<Answer> {
  const { lang, session } = visit;
  const { account } = session;
  const words = wordsIn(lang);
  const { address, refusedAt, consents, documents } = await asOwn(portal, visit, async (tx) => ({
    address: await portal.accounts.noticeMail(tx, account), refusedAt: await portal.mailbox.addressRefusedAt(tx, account), consents: await portal.safe.consents(tx, account), documents: await portal.safe.list(tx, account),
  }));
  const wrong = given?.wrong === true;
  const [electronic, handed, fetched] = [await electronicConsents(portal, visit), await handoverConsents(portal, visit), await fetchedEvidence(portal, visit)];
  const widgets = visit.tenant === undefined ? [] : await portal.extensions?.places.widgets({ tenant: visit.tenant.id, where: "account", language: lang }) ?? [];
  const done = { adresse: words.noticeSaved, "ohne-adresse": words.noticeGone, postfach: words.outsideSaved, uebergabe: words.handoverEnded }[visit.query.get("erledigt") ?? ""];
  const main = html`${wrong ? errorSummary(lang, [{ fieldId: control, message: words.errAddress }]) : done !== undefined && notice(lang, { kind: "success", title: done, live: true })}<h1>${words.account}</h1><p class="portal-lead">${words.accountIntro}</p>
${section({ title: words.signIn, body: signIn(visit) })}
${section({ title: words.noticeTitle, id: "benachrichtigung", body: html`${refusedAt !== undefined && notice(lang, { kind: "warning", title: filled(words.noticeRefused, { date: formatDate(refusedAt, lang) }) })}<p>${words.noticeText}</p>${addressForm(visit, given?.typed ?? address ?? "", wrong)}` })}
${await outsidePart(portal, visit)}${section({ title: words.consents, id: "einwilligungen", body: electronic.length === 0 && consents.length === 0 && handed.length === 0 && fetched === undefined ? html`<p>${words.consentsNone}</p>` : html`${electronic.length > 0 && html`<h3>${words.consentsElectronic}</h3><ul class="portal-list">${electronic}</ul>`}${handed.length > 0 && html`<h3>${words.consentsHandover}</h3><p>${words.consentsHandoverText}</p><ul class="portal-list">${handed}</ul>`}${consents.length > 0 && html`<h3>${words.consentsDocuments}</h3>${await consentTable(portal, visit, consents, documents)}`}${fetched}` })}
${section({ title: words.exportTitle, body: html`<p>${words.exportText}</p>${session.level < 4 && html`<p>${words.exportLevel}</p>`}<p>${linkButton({ text: words.exportDo, href: visit.href("/konto/export"), kind: "secondary", icon: "download" })}</p>` })}
${section({ title: words.deleteTitle, body: html`<p>${words.deleteText}</p><p>${linkButton({ text: words.deleteGo, href: visit.href("/konto/loeschung"), kind: "tertiary", icon: "delete" })}</p>` })}${widgetSections(lang, widgets)}`;
  return { frames: widgets.map(({ url }) => url), page: await ownPage(portal, visit, "account", { title: words.account, main, hasErrors: wrong, languageForm: languageForm(visit, formId, "/konto/benachrichtigung") }), status: wrong ? 422 : 200 };
}

function signIn(visit: AccountVisit): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  return html`<p>${words.levelsText}</p><p>${words.signOutAllText}</p>${descriptionList([
    ...(session.displayName === undefined ? [] : [{ term: words.name, value: session.displayName }]), { term: words.level, value: words[`level.${session.level}`] },
    { term: words.since, value: formatDateTime(session.startedAt, lang) }, { term: words.until, value: formatDateTime(session.expiresAt, lang) },
  ])}<div class="portal-buttons">${formButton({ text: words.signOutAll, kind: "secondary", icon: "logout", action: visit.href("/abmelden"), csrf: session.csrf })}${
    session.level < 4 && linkButton({ text: words.raise, kind: "tertiary", href: stepUp(visit, session.level < 3 ? 3 : 4, "/konto") })}</div>`;
}

function addressForm(visit: AccountVisit, value: string, wrong: boolean): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const input = html`<div class="kern-form-input portal-field${wrong ? " kern-form-input--error" : ""}"><label class="kern-label" for="${control}">${words.noticeLabel}</label><p class="kern-hint" id="${control}:hint">${words.noticeHint}</p>${wrong && errorText(`${control}:error`, words.errAddress, lang)}<input class="kern-form-input__input portal-input--full${wrong ? " kern-form-input__input--error" : ""}" type="email" id="${control}" name="adresse" value="${value}" autocomplete="email" spellcheck="false" aria-describedby="${wrong ? `${control}:hint ${control}:error` : `${control}:hint`}" ${attr("aria-invalid", wrong)}></div>`;
  return form(lang, { id: formId, action: visit.href("/konto/benachrichtigung"), csrf: session.csrf, body: html`${input}${buttonGroup(button({ text: words.noticeSave, kind: "secondary" }))}` });
}

/** The newest hundred applications whose decisions come electronically. */
async function electronicConsents(portal: AccountPages, visit: AccountVisit): Promise<readonly Html[]> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const given = await asOwn(portal, visit, async (tx) => {
    const found = [];
    for (const head of await portal.applications.ofAccount(tx, session.account, { limit: 100 })) {
      const consent = await portal.answers.consent(tx, head.id);
      if (consent?.given === true) found.push({ head, at: consent.at });
    }
    return found;
  });
  return Promise.all(given.map(async ({ head, at }) => html`<li>${await titleOf(portal, lang, head)} (${head.reference ?? words.noReference}), ${filled(words.consentSince, { date: formatDate(at, lang) })} · <a class="kern-link" href="${visit.href(`/vorgaenge/${head.id}`)}">${words.consentChange}</a></li>`));
}

/** POST `/konto/benachrichtigung`: an address, or none. */
export async function saveAddress(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const typed = visit.field("adresse");
  if (onlyLanguage(visit)) return accountPage(portal, visit, { typed: typed.slice(0, 300), wrong: false });
  if (typed !== "" && !isMailAddress(typed)) return accountPage(portal, visit, { typed: typed.slice(0, 300), wrong: true });
  const { account } = visit.session;
  await asOwn(portal, visit, async (tx) => {
    await portal.accounts.setNoticeMail(tx, account, typed === "" ? undefined : typed);
    await portal.mailbox.addressChanged(tx, account);
  });
  return { redirect: visit.href(`/konto?erledigt=${typed === "" ? "ohne-adresse" : "adresse"}#benachrichtigung`) };
}
