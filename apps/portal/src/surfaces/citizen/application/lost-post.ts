import { html, type Html } from "@kommunalportal/html";
import { isUnavailable } from "#platform/database";
import { formFields, Problem, type FormFields } from "#platform/http";
import { button, buttonGroup, csrfField, linkButton, type ButtonKind } from "#ui/button";
import { pageNames, rowsMark, shownMark, singleMark } from "@kommunalportal/form-engine";
import type { Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { messagePage } from "./message-page.ts";
import { wordsIn } from "./messages.ts";
import { signInHref } from "./sign-in-href.ts";

export interface Post {
  /** Path of the page that holds the form. */
  readonly page: string;
  /** Fields as far as they could be read. */
  fields(): FormFields;
  readonly sending?: boolean;
}

/**
 * Runs what a post does. When it cannot be done for a reason that passes (the session changed, the database is away), the answer is a page
 * that still holds what was typed and can send it again, also without JavaScript. Every other fault goes on to the frame.
 */
export async function keepingInput(portal: ApplicationPages, visit: TownSessionVisit, post: Post, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem && error.code === "form-expired") return sessionChanged(portal, visit, post);
    if (isUnavailable(error)) return cannotStore(portal, visit, post);
    throw error;
  }
}

/** The fields of a request whose body was read as text; none of an upload. */
export function bodyFields(visit: TownSessionVisit): FormFields {
  return typeof visit.request.body === "string" ? formFields(visit.request.body) : new Map();
}

function sessionChanged(portal: ApplicationPages, visit: TownSessionVisit, post: Post): Answer {
  const words = wordsIn(visit.lang);
  const fields = post.fields();
  const back = linkButton({ text: words.expiredBack, href: visit.href(post.page), kind: "tertiary" });
  if (visit.session.signedIn && fields.size > 0) {
    return messagePage(portal, visit, { title: words.expiredTitle, texts: [words.expiredIn], status: 403, more: again(visit, fields, words.expiredAgain), actions: back });
  }
  if (visit.session.signedIn) return messagePage(portal, visit, { title: words.expiredTitle, texts: [words.expiredLost], status: 403, actions: back });
  const waits = waiting(visit, post.page, fields);
  const without = linkButton({ text: words.expiredWithout, href: visit.href(post.page), kind: "tertiary" });
  return messagePage(portal, visit, {
    title: words.expiredTitle, texts: [waits ? words.expiredOut : words.expiredLost], status: 403, more: waits,
    actions: waits ? without : [linkButton({ text: words.goneSignIn, href: signInHref(visit, post.page, { account: true }) }), without],
  });
}

/**
 * The sign-in has ended in the middle of a page: what was typed waits here while the person signs in in another tab. Sent from here, it belongs to
 * the session that the browser has then. Nothing where nothing was typed.
 */
export function waiting(visit: TownSessionVisit, page: string, fields: FormFields): Html | undefined {
  if (!typed(fields)) return undefined;
  const words = wordsIn(visit.lang);
  return html`<ol><li>${words.expiredFirst}</li><li>${words.expiredThen}</li></ol><div class="portal-buttons">${linkButton({ text: words.expiredSignIn, href: signInHref(visit, page, { account: true }), newTab: true })}</div>${again(visit, fields, words.expiredAgain, "secondary")}`;
}

/** What a step or the check page carries by itself, and its buttons. Everything else is a question, also one whose name has no dot: it stands in no group. */
const carried: ReadonlySet<string> = new Set(["_csrf", ...pageNames]);
const carriedMarks: ReadonlySet<string> = new Set([shownMark, rowsMark, singleMark]);

function isCarried(name: string): boolean {
  return carried.has(name) || carriedMarks.has(name.slice(name.lastIndexOf(".") + 1)) || name.startsWith("rows:") || name.startsWith("upload:");
}

/** Whether somebody entered something. */
function typed(fields: FormFields): boolean {
  return [...fields].some(([name, values]) => !isCarried(name) && values.some((value) => value.trim() !== ""));
}

function cannotStore(portal: ApplicationPages, visit: TownSessionVisit, post: Post): Answer {
  const words = wordsIn(visit.lang);
  const fields = post.fields();
  const multipart = String(visit.request.headers["content-type"] ?? "").startsWith("multipart/");
  return messagePage(portal, visit, {
    title: words.downTitle, texts: [post.sending === true ? words.downSend : words.downText, ...(multipart ? [words.downFiles] : [])], status: 503,
    headers: { "retry-after": "120" }, more: again(visit, fields, words.downAgain),
  });
}

/** The same post once more, everything typed in hidden fields, with the token of the session as it is now. */
function again(visit: TownSessionVisit, fields: FormFields, text: string, kind: ButtonKind = "primary"): Html {
  const rest = [...fields].filter(([name]) => name !== "_csrf").flatMap(([name, values]) => values.map((value) => html`<input type="hidden" name="${name}" value="${value}">`));
  return html`<form method="post" action="${visit.href(visit.path)}" data-once>${csrfField(visit.session.csrf)}${rest}${buttonGroup(button({ text, kind }))}</form>`;
}
