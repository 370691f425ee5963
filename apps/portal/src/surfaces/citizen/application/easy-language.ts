import { html, type Html } from "@kommunalportal/html";
import type { PublishedService } from "#modules/forms";
import { clearCookie, cookieOf, setCookie } from "#platform/http";
import { button, formButton } from "#ui/button";
import { say } from "#ui/text";
import { type CompiledForm, compileForm, hasEasyLanguage, inEasyLanguage, type Text, type PageName } from "@kommunalportal/form-engine";
import type { Answer, SessionVisit, Visit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";

const cookie = "leicht";
/** Name of the button on a step that stores the page and shows it in the other wording. */
export const easyButton = "leicht" satisfies PageName;

/** Whether this person has asked for easy language. It is written in German only (§ 11 BGG NRW, BITV 2.0 § 4). */
export function wantsEasy(visit: Pick<Visit, "lang" | "request">): boolean {
  return visit.lang === "de" && cookieOf(visit.request, cookie) === "1";
}

/** A text of a service in the words the person reads. */
export function sayTo(visit: Pick<Visit, "lang" | "request">, text: Text): string {
  return wantsEasy(visit) ? text.easy ?? text.de : say(text, visit.lang);
}

/** Remembered in a cookie of this host for the time of the browser's session; nobody else reads it. */
export function switchEasy(visit: Pick<Visit, "lang" | "request" | "reply">): void {
  if (wantsEasy(visit)) clearCookie(visit.reply, cookie);
  else setCookie(visit.reply, cookie, "1");
}

const known = new WeakMap<PublishedService, boolean>();
function isWritten(service: PublishedService): boolean {
  const found = known.get(service) ?? hasEasyLanguage([service.package.definition, service.package.service]);
  known.set(service, found);
  return found;
}

const rewritten = new WeakMap<PublishedService, CompiledForm>();

/** The form whose words the person reads: for a summary of the answers. Ids, conditions and checks are those of the form itself. */
export function formInWords(visit: Pick<Visit, "lang" | "request">, service: PublishedService): CompiledForm {
  if (!wantsEasy(visit) || !isWritten(service)) return service.form;
  const found = rewritten.get(service) ?? compileForm(withoutOutputLabels(inEasyLanguage(service.form.definition)));
  rewritten.set(service, found);
  return found;
}

/** An output label is written for the office: where it has no easy wording, the question itself is read again. */
function withoutOutputLabels<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutOutputLabels) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, inner]) => key !== "outputLabel" || hasEasyLanguage(inner)).map(([key, inner]) => [key, withoutOutputLabels(inner as unknown)])) as T;
}

/** For the page before the first question. */
export function easySwitch(visit: SessionVisit, service: PublishedService): Html | false {
  if (visit.lang !== "de" || !isWritten(service)) return false;
  return html`<div>${formButton({ text: easyWords(visit), kind: "tertiary", action: visit.href(`/antrag/${service.slug}/leichte-sprache`), csrf: visit.session.csrf, icon: "easy-language" })}</div>`;
}

/** For a step: it is stored first, so nothing that was typed is lost. */
export function easyStepButton(visit: SessionVisit, service: PublishedService): Html | false {
  return visit.lang === "de" && isWritten(service) && button({ text: easyWords(visit), kind: "tertiary", name: easyButton, value: "1", icon: "easy-language" });
}

const easyWords = (visit: Pick<Visit, "lang" | "request">): string => { const words = wordsIn(visit.lang); return wantsEasy(visit) ? words.easyOff : words.easyOn; };

/** POST `/antrag/:service/leichte-sprache`. */
export function changeEasy(_portal: ApplicationPages, visit: TownSessionVisit): Promise<Answer> {
  const slug = visit.params["id"] ?? "";
  if (!/^[a-z0-9-]{1,60}$/.test(slug)) return Promise.resolve({ missing: true });
  switchEasy(visit);
  return Promise.resolve({ redirect: visit.href(`/antrag/${slug}`) });
}
