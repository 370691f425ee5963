import { html, type Html } from "@kommunalportal/html";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import { check } from "#ui/fields/choice-field";
import { form } from "#ui/form";
import { problem } from "#platform/http";
import { languageForm, onlyLanguage, type Answer } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";
import { draftGone, identifyAgain, openOwn } from "./open-own.ts";
import { fillable, offerWords, valuesOf } from "./prefill.ts";
import { competentOffice, componentsOf, switchOf, titleOf } from "./service-facts-of.ts";

/** Where the person wanted to go; a page of the same draft only. */
function onward(given: string | null): string {
  return given !== null && /^[A-Za-z][\w-]{0,63}$/.test(given) ? given : "weiter";
}

const formId = "uebernahme-formular";

/** GET `/antrag/:draft/uebernahme`: each value of the account with its level; nothing is taken without consent (Art. 6 (1) a DSGVO). */
export function takeOverPage(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  return show(portal, visit, onward(visit.query.get("weiter")));
}

/** `kept`: what stays ticked; default everything. */
async function show(portal: ApplicationPages, visit: TownSessionVisit, then: string, kept?: ReadonlySet<string>): Promise<Answer> {
  const opened = await openOwn(portal, visit, `uebernahme?weiter=${then}`);
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  const { lang, session } = visit;
  const now = portal.clock.now();
  const offers = fillable(service.form, draft.answers, session, now);
  const action = visit.href(`/antrag/${draft.id}/uebernahme`);
  if (offers.length === 0) return { redirect: visit.href(`/antrag/${draft.id}/${then}`) };
  const words = wordsIn(lang);
  const levels = { 0: words.level1, 1: words.level1, 3: words.level3, 4: words.level4 };
  const rows = offers.map((offer): Html => {
    const { value, fields } = offerWords(service.form, draft.answers, session, offer, lang, now);
    return check({ type: "checkbox", id: `feld-${offer.source}`, name: "angabe", value: offer.source, label: `${fields}: ${value}`, hint: levels[offer.level], checked: kept?.has(offer.source) ?? true });
  });
  const office = await competentOffice(portal, visit, service);
  const main = html`<p class="portal-muted">${titleOf(service, lang)}</p><h1>${words.takeTitle}</h1><p class="portal-lead">${words.takeIntro}</p>
${form(lang, {
    id: formId, action, csrf: session.csrf, hidden: { weiter: then }, defaultButton: { name: "auswahl", value: "ja" },
    body: html`<fieldset class="kern-fieldset portal-field"><legend class="kern-label">${words.takeLegend}</legend><div class="kern-fieldset__body">${rows}</div></fieldset>${buttonGroup([
      button({ text: words.takeAll, name: "auswahl", value: "ja" }), button({ text: words.takeNone, kind: "secondary", name: "auswahl", value: "nein" }),
    ])}`,
  })}`;
  return { page: portal.layout(visit, { title: words.takeTitle, main, components: componentsOf(service, switchOf(portal, draft.tenant, draft.service)), service: draft.service, languageForm: languageForm(visit, formId, `/antrag/${draft.id}/uebernahme`), ...(office === undefined ? {} : { help: office }) }) };
}

/** POST: exactly the values that stay ticked go into empty fields. */
export async function takeOver(portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const then = onward(visit.field("weiter"));
  const chosen = new Set(visit.fields.get("angabe") ?? []);
  if (chosen.size > 50) throw problem(400, "form-expired");
  if (onlyLanguage(visit)) return show(portal, visit, then, chosen);
  if (visit.field("auswahl") === "ja" && chosen.size > 0) {
    const outcome = await portal.applications.fillIn({ draft: id, applicant: applicantOf(visit.session), attributes: valuesOf(visit.session, chosen) });
    if (!outcome.ok) return outcome.why === "level-too-low" ? identifyAgain(portal, visit, outcome.needed, `/antrag/${id}/uebernahme`) : draftGone(portal, visit, `/antrag/${id}/uebernahme`);
  }
  return { redirect: visit.href(`/antrag/${id}/${then}`) };
}
