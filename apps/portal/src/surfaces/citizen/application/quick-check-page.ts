import { html, type Html } from "@kommunalportal/html";
import { legalDate } from "#platform/clock";
import type { PublishedService } from "#modules/forms";
import { buttonGroup, linkButton } from "#ui/button";
import type { Contact } from "#ui/contact-box";
import { formStep, stepFormId } from "#ui/form-step";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { type Answers, type CompiledQuickCheck, estimate, type Estimate, inEasyLanguage, parseStep, type ParsedStep, quickCheckStep, stepView } from "@kommunalportal/form-engine";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { sayTo, wantsEasy } from "./easy-language.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { competentOffice, switchOf, titleOf } from "./service-facts-of.ts";

/** GET `/antrag/:service/vorab-check`: questions that say whether an application is likely to succeed. */
export async function quickCheckPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const found = await find(portal, visit);
  return found === undefined ? { missing: true } : show(portal, visit, found);
}

/** POST: the estimate, on this answer only. Nothing is stored, logged or put into an address, and nothing is taken over into a draft. */
export async function answerQuickCheck(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const found = await find(portal, visit);
  if (found === undefined) return { missing: true };
  const parsed = parseStep(found.check.form, quickCheckStep, visit.fields, {}, legalDate(portal.clock.now()));
  // The questions as they were answered so far; the estimate is asked for with another button.
  return show(portal, visit, found, onlyLanguage(visit) ? { ...parsed, errors: [], reveal: true } : parsed);
}

interface Found { readonly published: PublishedService; readonly check: CompiledQuickCheck }

async function find(portal: ApplicationPages, visit: TownSessionVisit): Promise<Found | undefined> {
  const slug = visit.params["id"] ?? "";
  const published = /^[a-z0-9-]{1,60}$/.test(slug) && switchOf(portal, visit.tenant.id, slug) ? await portal.forms.current(slug, visit.tenant.id) : undefined;
  const check = published?.package.quickCheck;
  return published && check && { published, check };
}

async function show(portal: ApplicationPages, visit: TownSessionVisit, { published, check }: Found, parsed?: ParsedStep): Promise<Answer> {
  const { lang } = visit;
  const easy = <T>(shown: T): T => (wantsEasy(visit) ? inEasyLanguage(shown) : shown);
  const words = wordsIn(lang);
  const day = legalDate(portal.clock.now());
  const answers: Answers = parsed?.answers ?? {};
  const office = await competentOffice(portal, visit, published);
  const service = titleOf(published, lang);
  const title = filled(words.quickTitle, { service });
  const told = parsed !== undefined && parsed.errors.length === 0 && !parsed.reveal;
  const start = visit.href(`/antrag/${published.slug}`);
  const main = formStep(lang, {
    service, title, nodes: easy(stepView(check.form, quickCheckStep, answers, day, parsed?.raw).nodes), errors: easy(parsed?.errors ?? []), steps: [], action: `${start}/vorab-check`, csrf: visit.session.csrf,
    backHref: start, submitText: told ? words.quickAgain : words.quickSubmit,
    ...(told ? {} : { intro: sayTo(visit, check.intro) }),
    added: parsed?.revealed ?? [],
    before: html`${told && html`${outcome(visit, { published, check }, estimate(check, answers, day), office)}<h2>${words.quickAnswers}</h2>`}`,
  });
  const hasErrors = (parsed?.errors.length ?? 0) > 0;
  return {
    status: hasErrors ? 422 : 200,
    page: portal.layout(visit, {
      title, main, hasErrors, components: [], languageForm: languageForm(visit, stepFormId, `/antrag/${published.slug}/vorab-check`), breadcrumb: [{ text: words.home, href: visit.href("/") }, { text: service, href: start }, { text: words.quickLink }],
      ...(office === undefined ? {} : { help: office }),
    }),
  };
}

/** What the answers say, and both ways on: whatever it says, one may apply and one may ask. */
function outcome(visit: TownSessionVisit, { published }: Found, { says, texts }: Estimate, office: Contact | undefined): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const title = { likely: words.quickLikely, unlikely: words.quickUnlikely, advice: words.quickAdvice }[says];
  return html`${notice(lang, { kind: says === "likely" ? "success" : "info", title, live: true, body: html`${texts.map((text) => html`<p class="kern-body">${sayTo(visit, text)}</p>`)}` })}
<p>${words.quickNoDecision} ${words.quickNotStored}</p>${office?.phone !== undefined && html`<p>${filled(words.quickAdviceAt, { office: office.name, phone: office.phone })}</p>`}
${buttonGroup(linkButton({ text: words.quickApply, href: `${visit.href(`/antrag/${published.slug}`)}#beginnen`, kind: says === "likely" ? "primary" : "secondary" }))}`;
}

/** On the start page: the offer, before one begins. */
export function quickCheckOffer(visit: TownSessionVisit, { slug, package: { quickCheck } }: PublishedService): Html | false {
  const words = wordsIn(visit.lang);
  return quickCheck !== undefined && section({
    title: words.quickAsk,
    body: html`<p>${words.quickOffer}</p>${buttonGroup(linkButton({ text: words.quickLink, href: visit.href(`/antrag/${slug}/vorab-check`), kind: "secondary" }))}`,
  });
}
