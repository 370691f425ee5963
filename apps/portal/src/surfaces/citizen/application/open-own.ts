import { linkButton } from "#ui/button";
import type { Draft, SentFrom } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import type { FormFields } from "#platform/http";
import { isId } from "#platform/ids";
import { visitorBeside, type Answer, type TownVisit } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { waiting } from "./lost-post.ts";
import { messagePage } from "./message-page.ts";
import { wordsIn } from "./messages.ts";
import { signInHref } from "./sign-in-href.ts";

export type Opened =
  | { readonly ok: true; readonly draft: Draft; readonly service: PublishedService }
  | { readonly ok: false; readonly answer: Answer };

/** Somebody's own draft for a page, or the page that says why not. `page`: the path below the draft, to come back to. */
export async function openOwn(portal: ApplicationPages, visit: TownSessionVisit, page: string): Promise<Opened> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { ok: false, answer: { missing: true } };
  const applicant = applicantOf(visit.session);
  const opened = await portal.applications.openDraft({ draft: id, applicant, found: visit.ahead?.draft });
  if (opened.ok) {
    const home = otherTown(portal, visit, opened.draft.tenant, `/antrag/${id}/${page}`);
    return home ? { ok: false, answer: home } : opened;
  }
  if (opened.why === "level-too-low") return { ok: false, answer: identifyAgain(portal, visit, opened.needed, `/antrag/${id}/${page}`) };
  if (visit.session.signedIn && await takeAlong(portal, visit, id)) return { ok: false, answer: { redirect: visit.href(`/antrag/${id}/uebernahme?weiter=${encodeURIComponent(page)}`) } };
  return { ok: false, answer: await draftGone(portal, visit, `/antrag/${id}/${page}`) };
}

/** A draft of another town opens at that town's host. */
function otherTown(portal: ApplicationPages, visit: TownVisit, tenant: string, path: string): Answer | undefined {
  if (tenant === visit.tenant.id) return undefined;
  const town = portal.tenants.byId(tenant);
  return town ? { redirect: portal.addresses.originOf(town) + visit.href(path) } : { missing: true };
}

/** Begun without signing in and signed in on the way: the same browser still holds the visitor's cookie, which alone opens the draft. */
async function takeAlong(portal: ApplicationPages, visit: TownSessionVisit, draft: string): Promise<boolean> {
  const visitor = visitorBeside(portal.accounts, visit);
  if (!visitor) return false;
  return (await portal.applications.adoptDraft({ draft, from: applicantOf(visitor), to: applicantOf(visit.session) })).ok;
}

/**
 * The same answer for a draft that never was, is somebody else's or has run out. Whoever has sent it learns that: it is not lost. `fields`: what
 * was typed on a page of it; it waits while somebody whose sign-in has ended signs in again.
 */
export async function draftGone(portal: ApplicationPages, visit: TownSessionVisit, path: string, fields?: FormFields): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const { signedIn } = visit.session;
  const sent = await sentBefore(portal, visit);
  if (sent) {
    const paid = sent.kind === "submitted";
    return messagePage(portal, visit, {
      title: paid ? words.sentBeforeTitle : words.unpaidBeforeTitle, texts: [paid ? words.sentBeforeText : words.unpaidBeforeText], status: visit.request.method === "GET" ? 410 : 409,
      actions: linkButton({ text: paid ? words.sentBeforeShow : words.unpaidBeforePay, href: visit.href(`/eingang/${sent.application}`) }),
    });
  }
  const waits = fields && !signedIn ? waiting(visit, path, fields) : undefined;
  const status = linkButton({ text: words.goneStatus, href: visit.href("/status"), kind: "tertiary" });
  return messagePage(portal, visit, {
    title: words.goneTitle, texts: [signedIn ? words.goneSigned : words.goneVisitor], status: 404, more: waits,
    actions: signedIn
      ? linkButton({ text: words.cases, href: visit.href("/vorgaenge") })
      : waits ? status : [linkButton({ text: words.goneSignIn, href: signInHref(visit, path, { account: true }) }), status],
  });
}

/** What this browser has made of the draft: as the one that is signed in, or as the visitor before. */
async function sentBefore(portal: ApplicationPages, visit: TownSessionVisit): Promise<SentFrom | undefined> {
  const draft = visit.params["id"] ?? "";
  if (!isId(draft)) return undefined;
  const given = { draft, tenant: visit.tenant.id };
  const visitor = visitorBeside(portal.accounts, visit);
  return await portal.applications.sentFrom({ ...given, applicant: applicantOf(visit.session) }) ?? (visitor && portal.applications.sentFrom({ ...given, applicant: applicantOf(visitor) }));
}

/** BSI TR-03107-1: a draft is resumed on no lower level than it was worked on with. */
export function identifyAgain(portal: ApplicationPages, visit: TownSessionVisit, needed: number, path: string, why: "levelDraft" | "levelSend" | "levelPdf" | "levelEvidence" = "levelDraft", service?: string): Answer {
  const words = wordsIn(visit.lang);
  return messagePage(portal, visit, {
    title: words.levelTitle, texts: [words[why], needed >= 4 ? words.level4Need : needed >= 3 ? words.level3Need : words.level1Need], status: 403,
    actions: linkButton({ text: words.identify, href: signInHref(visit, path, { level: needed, account: visit.session.account !== undefined, ...(service === undefined ? {} : { service }) }), icon: "account-circle" }),
  });
}
