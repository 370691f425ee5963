import { html, type Content, type Html } from "@kommunalportal/html";
import type { DraftHead } from "#modules/applications";
import { type PublishedService, requiredLevel } from "#modules/forms";
import { isId } from "#platform/ids";
import { buttonGroup, formButton, linkButton } from "#ui/button";
import { contactBox, type Contact } from "#ui/contact-box";
import { formatDateTime, formatLastDay } from "#ui/format";
import { section, twoColumns } from "#ui/section";
import { serviceFacts } from "#ui/service-facts";
import { say } from "#ui/text";
import type { Answer, SessionVisit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { filled, wordsIn } from "./messages.ts";
import { quickCheckOffer } from "./quick-check-page.ts";
import { privacyNotice } from "./privacy-notice.ts";
import { easySwitch, sayTo } from "./easy-language.ts";
import { applicantsOf, competentOffice, componentsOf, documentLines, otherWays, signInWords, switchOf, titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";

/** `/antrag/:service`: all that one wants to know before the first question. A draft's id goes on to where it was left. */
export async function startPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const slug = visit.params["id"] ?? "";
  const isDraft: boolean = isId(slug);
  if (isDraft) return { redirect: visit.href(`/antrag/${slug}/weiter`) };
  const published = /^[a-z0-9-]{1,60}$/.test(slug) ? await portal.forms.current(slug, visit.tenant.id) : undefined;
  if (!published) return { missing: true };
  const office = await competentOffice(portal, visit, published);
  const town = switchOf(portal, visit.tenant.id, slug);
  if (!town) return notOffered(portal, visit, published, office);

  const { lang } = visit;
  const words = wordsIn(lang);
  const { service } = published.package;
  const drafts = (await portal.applications.drafts({ owner: visit.session.owner }, visit.ahead?.drafts)).filter((draft) => draft.tenant === visit.tenant.id && draft.service === slug);
  const title = sayTo(visit, service.title);
  const main = html`<h1>${title}</h1><p class="portal-lead">${sayTo(visit, service.short)}</p>${easySwitch(visit, published)}${ownDrafts(visit, drafts)}
${serviceFacts(lang, {
    signIn: signInWords(service, lang), documents: documentLines(service, lang), fee: service.fee === undefined ? words.free : say(service.fee.text, lang),
    duration: filled(words.minutes, { count: service.minutes }), otherWays: otherWays(office, lang), privacyHref: "#datenschutz",
  })}
${quickCheckOffer(visit, published)}${applicants(visit, published)}${section({ title: words.startTitle, id: "beginnen", body: ways(visit, published) })}${privacyNotice(visit, published, town)}`;
  return {
    page: portal.layout(visit, {
      title, main: office === undefined ? main : twoColumns(main, contactBox(lang, office)), wide: office !== undefined, printable: true,
      components: componentsOf(published, town), service: slug, breadcrumb: [{ text: words.home, href: visit.href("/") }, { text: title, href: visit.href(`/antrag/${slug}`) }],
      ...(office === undefined ? {} : { help: office }),
    }),
  };
}

/** »Für mich selbst, für mein Kind …«: nobody fills in a form to learn at its end that it is for others. */
function applicants(visit: TownSessionVisit, published: PublishedService): Html | false {
  const roles = applicantsOf(published);
  return roles.length > 0 && html`<p>${wordsIn(visit.lang).applicants}</p><ul class="portal-list">${roles.map((role) => html`<li>${say(role, visit.lang)}</li>`)}</ul>`;
}

/** How one can begin here and now: signing in, without, or going on as who one is. */
function ways(visit: TownSessionVisit, published: PublishedService): Html {
  const words = wordsIn(visit.lang);
  const { service } = published.package;
  const { session } = visit;
  const target = `/antrag/${published.slug}`;
  const begin = (text: string, kind: "primary" | "secondary") => formButton({ text, kind, action: visit.href(`${target}/entwurf`), csrf: session.csrf, icon: "arrow-forward" });
  if (service.signIn === "never") return html`<p>${words.visitorNote}</p>${buttonGroup(begin(words.startNow, "primary"))}`;
  if (!session.signedIn) {
    return html`${service.signIn === "optional" && html`<p>${words.visitorNote}</p>`}${buttonGroup([
      linkButton({ text: words.startSignIn, href: signInHref(visit, target, { service: published.slug }), icon: "account-circle" }),
      service.signIn === "optional" && begin(words.startAnonymous, "secondary"),
    ])}`;
  }
  const who = session.account === undefined ? words.startOneTime : filled(words.startSignedIn, { name: session.displayName ?? "" });
  const missing = stepUp(visit, published, target);
  return html`<p>${who}</p>${missing && html`<p>${missing.why}</p>`}${buttonGroup([missing?.link, begin(words.startSigned, missing ? "secondary" : "primary")])}`;
}

/** What the present sign-in lacks for sending; nobody is stopped from filling in. */
function stepUp(visit: SessionVisit, published: PublishedService, target: string): { readonly why: string; readonly link: Content } | undefined {
  const words = wordsIn(visit.lang);
  const { session } = visit;
  const needed = requiredLevel(published);
  const options = { service: published.slug, level: needed };
  if (session.level < needed) return { why: words.levelMissing, link: linkButton({ text: words.levelSignIn, href: signInHref(visit, target, options) }) };
  if (published.package.service.account && session.account === undefined) return { why: words.accountMissing, link: linkButton({ text: words.accountSignIn, href: signInHref(visit, target, { ...options, account: true }) }) };
  return undefined;
}

function ownDrafts(visit: TownSessionVisit, drafts: readonly DraftHead[]): Html | false {
  const words = wordsIn(visit.lang);
  return drafts.length > 0 && section({
    title: words.drafts,
    body: html`<ul class="portal-results">${drafts.map((draft) => html`<li><p>${filled(words.draftSaved, { time: formatDateTime(draft.editedAt, visit.lang) })}, ${filled(words.draftUntil, { day: formatLastDay(draft.expiresAt, visit.lang) })}</p>${buttonGroup([
      linkButton({ text: words.draftResume, hidden: formatDateTime(draft.editedAt, visit.lang), href: visit.href(`/antrag/${draft.id}/weiter`), icon: "edit" }),
      linkButton({ text: words.draftDelete, hidden: formatDateTime(draft.editedAt, visit.lang), href: visit.href(`/antrag/${draft.id}/loeschung`), kind: "tertiary", icon: "delete" }),
    ])}</li>`)}</ul>`,
  });
}

function notOffered(portal: ApplicationPages, visit: TownSessionVisit, published: PublishedService, office: Contact | undefined): Answer {
  const words = wordsIn(visit.lang);
  return messagePage(portal, visit, {
    title: filled(words.offTitle, { service: titleOf(published, visit.lang) }), texts: [filled(words.offText, { town: visit.tenant.name })], status: 404, help: office,
    more: html`<p>${otherWays(office, visit.lang)}</p>${office !== undefined && contactBox(visit.lang, office)}`,
    actions: linkButton({ text: words.offServices, href: visit.href("/leistungen"), kind: "secondary" }),
  });
}
