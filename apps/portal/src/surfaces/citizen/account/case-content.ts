import { html } from "@kommunalportal/html";
import { summary } from "@kommunalportal/form-engine";
import { serviceToRead } from "#modules/applications";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { answerSections } from "#ui/check-page";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { wordsIn } from "./messages.ts";
import { ownCase } from "./own-case.ts";
import { asOwn, ownPage } from "./with-account.ts";

/** GET `/vorgaenge/:id/angaben`: what was declared, with the form as it was on that day. */
export async function contentPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const { own } = found;
  const { content, head } = own.case;
  const service = await portal.forms.service(head.service, head.formVersion);
  if (!content || !service) return { missing: true };
  const { lang } = visit;
  const words = wordsIn(lang);
  const main = html`${backLink(lang, visit.href(`/vorgaenge/${head.id}`), words.backCase)}<p class="portal-muted">${own.title}${head.reference !== undefined && ` · ${head.reference}`}</p><h1>${words.documents}</h1>${answerSections(lang, summary(serviceToRead(service).form, content.answers, lang, content.day))}`;
  return { page: await ownPage(portal, visit, "cases", { title: words.documents, main, printable: true, breadcrumb: [{ text: words.cases, href: visit.href("/vorgaenge") }, { text: own.title, href: visit.href(`/vorgaenge/${head.id}`) }, { text: words.documents }] }) };
}

/** GET `/vorgaenge/:id/datei/:file`. */
export async function caseFile(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const file = visit.params["file"] ?? "";
  if (!isId(file)) return { missing: true };
  const opened = await asOwn(portal, visit, (tx) => portal.applications.openFile(tx, { application: found.own.case.head.id, file }, { kind: "account" }));
  return opened.ok ? { body: opened.content, type: opened.about.type, download: opened.about.name } : { missing: true };
}
