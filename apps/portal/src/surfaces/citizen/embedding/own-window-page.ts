import { html } from "@kommunalportal/html";
import type { Accounts } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import { cookieOf, crossSiteProblem, problem, setCookie } from "#platform/http";
import { button, buttonGroup, hiddenFields } from "#ui/button";
import { inLanguage, type Answer, type Layout, type Visit } from "../../frame/index.ts";
import { applicantOf } from "../application/index.ts";
import { safePath } from "../sign-in/wish.ts";
import { wordsIn } from "./messages.ts";

export interface EmbeddingPages {
  readonly layout: Layout;
  readonly accounts: Pick<Accounts, "handVisitorOn" | "takeVisitor" | "visitor">;
  readonly applications: Pick<Applications, "adoptDraft" | "drafts">;
}

/** GET `/eingebettet/eigenes-fenster?ziel=…`: signing in, paying and everything else that no other site may show around. */
export function ownWindowPage(portal: EmbeddingPages, visit: Visit): Promise<Answer> {
  if (!visit.embedded || visit.tenant === undefined) return Promise.resolve({ missing: true });
  const words = wordsIn(visit.lang);
  const target = safePath(visit.query.get("ziel"));
  const cookie = cookieOf(visit.request, "rahmen");
  const known = cookie !== undefined && portal.accounts.visitor(cookie) !== undefined;
  const fields = { ziel: target, ...(known ? { weitergabe: portal.accounts.handVisitorOn(cookie, visit.request.host) } : {}) };
  // The new tab is none of the frame's: its address is the plain one.
  const main = html`<h1>${words.title}</h1><p class="portal-lead">${words.text}</p>${known && html`<p>${words.keeps}</p>`}
<form method="post" action="${inLanguage("/eigenes-fenster", visit.lang)}" target="_blank" rel="noopener">${hiddenFields(fields)}${buttonGroup(button({ text: words.button, icon: "open-in-new" }))}</form>`;
  return Promise.resolve({ page: portal.layout(visit, { title: words.title, main, components: [] }) });
}

/**
 * POST `/eigenes-fenster`, in the new tab: the visitor of the frame becomes the visitor of this tab. Only our own page may send it, so nobody can make
 * somebody else a visitor of their choice; drafts that this tab had already come along.
 */
export async function openOwnWindow(portal: EmbeddingPages, visit: Visit): Promise<Answer> {
  if (crossSiteProblem(visit.request)) throw problem(403, "foreign-origin");
  if (visit.embedded || visit.tenant === undefined) return { missing: true };
  const target = safePath(visit.field("ziel"));
  const token = visit.field("weitergabe");
  if (token === "") return { redirect: visit.href(target) };
  const cookie = portal.accounts.takeVisitor(token, visit.request.host);
  const visitor = cookie === undefined ? undefined : portal.accounts.visitor(cookie);
  if (cookie === undefined || visitor === undefined) {
    const words = wordsIn(visit.lang);
    return { page: portal.layout(visit, { title: words.lateTitle, main: html`<h1>${words.lateTitle}</h1><p class="portal-lead">${words.late}</p>`, components: [] }), status: 403 };
  }
  const before = cookieOf(visit.request, "besuch");
  const old = before === undefined || before === cookie ? undefined : portal.accounts.visitor(before);
  if (old !== undefined) for (const { id } of await portal.applications.drafts({ owner: old.owner })) await portal.applications.adoptDraft({ draft: id, from: applicantOf(old), to: applicantOf(visitor) });
  setCookie(visit.reply, "besuch", cookie, { maxAgeSeconds: 60 * 60 * 24 });
  return { redirect: visit.href(target) };
}
