import { html, type Html } from "@kommunalportal/html";
import type { Accounts, SignInFailure } from "#modules/accounts";
import type { Disturbances } from "#modules/disturbances";
import type { Forms } from "#modules/forms";
import { clearCookie, cookieOf, setCookie } from "#platform/http";
import { buttonGroup, csrfField, linkButton } from "#ui/button";
import { check } from "#ui/fields/choice-field";
import { notice } from "#ui/notice";
import { languageForm, onlyLanguage, townHelp, type Addresses, type Answer, type Layout, type Routes, type SessionVisit, type Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { attributeLabels, handoverWish, needsOf, safePath, wishOf, type HandoverNeeds, type SignInNeeds } from "./wish.ts";

export interface SignInPages {
  readonly accounts: Accounts;
  readonly forms: Pick<Forms, "current">;
  /** What somebody has to bring who is on the way to an extension; undefined where that is over. */
  readonly handoverNeeds: (tenant: string, uid: string) => Promise<HandoverNeeds | undefined>;
  /** What was handed over in a sign-in ends with it. */
  readonly endHandovers: (login: string) => Promise<void>;
  readonly disturbances: Pick<Disturbances, "current">;
  readonly addresses: Addresses;
  readonly layout: Layout;
  /** Metadata for BundID, as text. */
  readonly serviceProviderMetadata: string;
}

const formId = "anmelde-formular";

/** Signing in and out, at the town and at the Leitportal. The stations are described in modules/accounts/sign-in.ts. */
export function signInSurface(r: Routes, portal: SignInPages): void {
  const { accounts, addresses, layout } = portal;

  async function onTheWay(visit: Visit, uid: string | null): Promise<SignInNeeds | undefined> {
    const needed = uid === null || uid === "" || !visit.tenant ? undefined : await portal.handoverNeeds(visit.tenant.id, uid);
    return needed && handoverWish(visit, needed);
  }

  /** `once`: what was chosen on the page, which the button of the other language takes along. */
  async function askToSignIn(visit: SessionVisit, once: boolean): Promise<Answer> {
    const words = say(visit.lang);
    const service = visit.query.get("leistung");
    const published = service === null ? undefined : await portal.forms.current(service, visit.tenant?.id);
    const needs = await onTheWay(visit, visit.query.get("uebergabe")) ?? needsOf(visit, published);
    const target = safePath(visit.query.get("ziel"));
    const { session } = visit;
    if (session.signedIn && session.level >= needs.level && (!needs.account || session.account) && needs.attributes.every((name) => session.requested.includes(name))) return { redirect: visit.href(target) };
    const labels = attributeLabels(needs.attributes);
    const main = html`<h1 class="kern-heading-x-large">${words.title}</h1><p class="kern-body">${words.why}</p><p class="kern-body"><strong>${words[`level${needs.level}`]}</strong></p>
${labels.length > 0 && html`<h2 class="kern-heading-medium">${words.asked}</h2><ul class="kern-list">${labels.map((label) => html`<li>${label}</li>`)}</ul><p class="kern-body">${words.askedNote}</p>`}
${needs.account && html`<p class="kern-body">${words.mailbox}</p>`}
<form method="post" action="${visit.href("/anmelden")}" id="${formId}" data-once>${csrfField(session.csrf)}<input type="hidden" name="ziel" value="${target}"><input type="hidden" name="leistung" value="${service ?? ""}"><input type="hidden" name="niveau" value="${String(needs.level)}"><input type="hidden" name="zurueck" value="${visit.query.get("zurueck") ?? ""}"><input type="hidden" name="uebergabe" value="${visit.query.get("uebergabe") ?? ""}">${needs.account ? html`<input type="hidden" name="konto" value="1">` : html`<input type="hidden" name="wahl" value="1">${accountChoice(visit, once)}`}
${buttonGroup(html`<button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${words.go}</span></button>${linkButton({ text: words.cancel, href: visit.href(safePath(visit.query.get("zurueck") ?? startOf(target, session.signedIn))), kind: "tertiary" })}`)}</form>${townHelp(visit.tenant, visit.lang) && html`<p class="kern-body">${words.other}</p>`}`;
    return { page: layout(visit, { title: words.title, main, components: ["bundid"], languageForm: languageForm(visit, formId, "/anmelden") }) };
  }

  r.page("/anmelden", { needs: "visitor" }, (visit) => askToSignIn(visit, false));

  r.action("/anmelden", { needs: "visitor" }, async (visit) => {
    if (onlyLanguage(visit)) {
      const choice = visit.field("wahl") === "1";
      const given = (name: string, field = name): readonly (readonly [string, string])[] => (visit.field(field) === "" ? [] : [[name, visit.field(field)]]);
      const query = new URLSearchParams([...given("ziel"), ...given("leistung"), ...given("niveau"), ...given("uebergabe"), ...given("zurueck"), ...(choice ? [] : given("konto"))].map(([name, value]) => [name, value]));
      return askToSignIn({ ...visit, query }, choice && visit.field("konto") === "");
    }
    const published = visit.field("leistung") === "" ? undefined : await portal.forms.current(visit.field("leistung"), visit.tenant?.id);
    const asked: Visit = { ...visit, query: new URLSearchParams({ niveau: visit.field("niveau"), konto: visit.field("konto") }) };
    const { request, browserCookie } = await accounts.begin(wishOf(visit, await onTheWay(visit, visit.field("uebergabe")) ?? needsOf(asked, published), safePath(visit.field("ziel"))));
    setCookie(visit.reply, "anmeldung", browserCookie, { maxAgeSeconds: 900 });
    return { redirect: `${addresses.apex}/anmeldung/bundid/start?vorgang=${request}` };
  });

  r.page("/anmeldung/bundid/start", { needs: "none" }, async (visit) => {
    if (visit.site.kind !== "state") return { missing: true };
    const id = visit.query.get("vorgang") ?? "";
    if (!/^[0-9a-f-]{36}$/.test(id)) return { missing: true };
    const step = await accounts.leave(id, cookieOf(visit.request, "sitzung"));
    if (step.kind === "gone") return failurePage(visit, portal, "expired", undefined);
    if (step.kind === "code") return { redirect: closing(addresses, visit, step.host, step.code) };
    setCookie(visit.reply, "bundid", step.apexCookie, { maxAgeSeconds: 900 });
    const words = say(step.lang);
    // Without JavaScript the button sends the request; with it the script presses the button.
    const main = html`<h1 class="kern-heading-x-large">${words.leaving}</h1><p class="kern-body">${words.leavingText}</p><form method="post" action="${step.ssoUrl}" data-submit-at-once><input type="hidden" name="SAMLRequest" value="${step.samlRequest}"><input type="hidden" name="RelayState" value="${id}"><button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${words.go}</span></button></form>`;
    return { page: layout({ ...visit, lang: step.lang }, { title: words.title, main, components: ["bundid"] }) };
  });

  r.foreign("/anmeldung/bundid/acs", async (visit) => {
    if (visit.site.kind !== "state") return { missing: true };
    const arrived = await accounts.arrive(visit.field("SAMLResponse"));
    if (!("arrival" in arrived)) return failurePage(visit, portal, "expired", undefined);
    // Cross-site: the Lax cookie comes only with the next, same-site request.
    return { redirect: `/anmeldung/bundid/weiter?vorgang=${arrived.arrival}` };
  });

  r.page("/anmeldung/bundid/weiter", { needs: "none" }, async (visit) => {
    const id = visit.query.get("vorgang") ?? "";
    if (visit.site.kind !== "state" || !/^[0-9a-f-]{36}$/.test(id)) return { missing: true };
    const result = await accounts.continueAt(id, cookieOf(visit.request, "bundid"));
    clearCookie(visit.reply, "bundid");
    if (result.kind === "failed") return failurePage({ ...visit, lang: result.lang }, portal, result.why, result.host === undefined ? undefined : { host: result.host, path: result.returnPath });
    setCookie(visit.reply, "sitzung", result.apexSession);
    return { redirect: closing(addresses, visit, result.host, result.code) };
  });

  r.page("/anmeldung/abschluss", { needs: "none" }, async (visit) => {
    const code = visit.query.get("code") ?? "";
    if (!/^[\w-]{43}$/.test(code)) return { missing: true };
    const result = await accounts.finish(code, visit.request.host.toLowerCase(), cookieOf(visit.request, "anmeldung"));
    clearCookie(visit.reply, "anmeldung");
    if (result.kind === "failed") return failurePage(visit, portal, result.why, undefined);
    setCookie(visit.reply, "sitzung", result.session);
    // The start page of a service has been read before: one goes on where it begins.
    return { redirect: `${visit.href(result.returnPath, result.lang)}${/^\/antrag\/(?![0-9a-f]{8}-)[a-z0-9-]+$/.test(result.returnPath) ? "#beginnen" : ""}` };
  });

  r.page("/anmeldung/bundid/metadaten", { needs: "none" }, async (visit) => (visit.site.kind === "state" ? { body: portal.serviceProviderMetadata, type: "application/samlmetadata+xml" } : { missing: true }));

  r.action("/abmelden", { needs: "visitor" }, async (visit) => {
    await accounts.signOut(visit.session);
    if (visit.session.loginId !== undefined) await portal.endHandovers(visit.session.loginId);
    clearCookie(visit.reply, "sitzung");
    // ASVS 14.3.1: nothing of the session stays in the browser.
    void visit.reply.header("clear-site-data", '"cache", "storage"');
    return { redirect: visit.href("/abgemeldet") };
  });

  r.page("/abgemeldet", { needs: "none" }, async (visit) => {
    const words = say(visit.lang);
    const main = html`<h1 class="kern-heading-x-large">${words.signedOut}</h1><p class="kern-body">${words.signedOutText}</p><p>${linkButton({ text: words.home, href: visit.href("/"), kind: "secondary" })}</p>`;
    return { page: layout({ ...visit, session: undefined }, { title: words.signedOut, main }) };
  });

  /** The session warning's button: any request renews the idle time; the answer says until when. */
  r.action("/sitzung", { needs: "session" }, async (visit) => {
    const until = visit.session.idleUntil < visit.session.expiresAt ? visit.session.idleUntil : visit.session.expiresAt;
    if (visit.request.headers["accept"]?.includes("text/html")) return { redirect: visit.href(safePath(refererPath(visit))) };
    return { body: "", type: "text/plain", status: 204, headers: { "session-expires": until.toISOString() } };
  });
}

/** § 3 OZG: whoever needs no mailbox may identify once, without an account. The choice is the person's. */
function accountChoice(visit: Visit, once: boolean): Html {
  const words = say(visit.lang);
  return html`<fieldset class="kern-fieldset"><legend class="kern-label">${words.howTitle}</legend><div class="kern-fieldset__body">${check({ type: "radio", id: "konto-ja", name: "konto", value: "1", label: words.howAccount, hint: words.howAccountHint, checked: !once })}${check({ type: "radio", id: "konto-nein", name: "konto", value: "", label: words.howOnce, hint: words.howOnceHint, checked: once })}</div></fieldset>`;
}

/**
 * Whoever does not sign in after all goes back to the start page of the service, and whoever is signed in and was asked for more to the draft. What
 * needs a sign-in would only ask again.
 */
function startOf(target: string, signedIn: boolean): string {
  return /^\/(?:antrag|leistung)\/(?![0-9a-f]{8}-)[a-z0-9-]+$/.test(target) || (signedIn && target.startsWith("/antrag/")) ? target : "/";
}

function refererPath(visit: Visit): string | null {
  try {
    const referer = new URL(String(visit.request.headers.referer));
    return referer.host === visit.request.host ? referer.pathname.replace(/^\/en(?=\/|$)/, "") || "/" : null;
  } catch {
    return null;
  }
}

function originOf(visit: Visit, host: string): string {
  return `${visit.request.protocol}://${host}`;
}

/** The way to the town (or back to the Leitportal itself) with a code that works once, for a minute, in this browser. */
function closing(addresses: Addresses, visit: Visit, host: string, code: string): string {
  const { protocol } = new URL(addresses.apex);
  return `${protocol}//${host}${visit.href("/anmeldung/abschluss", "de")}?code=${code}`;
}

/**
 * Where the way ends before it is done. It may end at the Leitportal although it began at a town: then the town's telephone stands here, and the ways on
 * lead back to it.
 */
function failurePage(visit: Visit, { layout, addresses }: SignInPages, why: SignInFailure, back: { readonly host: string; readonly path: string } | undefined): Answer {
  const words = say(visit.lang);
  const site = addresses.siteOf(back?.host);
  const tenant = site?.kind === "town" ? site.tenant : visit.tenant;
  const help = townHelp(tenant, visit.lang);
  const origin = back === undefined ? "" : originOf(visit, back.host);
  const cancelled = why === "cancelled";
  const title = cancelled ? words.cancelledTitle : words.failed;
  const main: Html = html`<h1 class="kern-heading-x-large">${title}</h1>${cancelled ? html`<p class="portal-lead">${words.cancelled}</p>` : notice(visit.lang, { kind: "warning", title: words[why] })}${help && html`<p class="kern-body">${words.other}</p>`}${buttonGroup(html`${linkButton({ text: words.again, href: back === undefined ? visit.href("/anmelden") : origin + visit.href(back.path) })}${linkButton({ text: words.home, href: origin + visit.href("/"), kind: "tertiary" })}`)}`;
  return { page: layout(visit, { title, main, ...(help ? { help } : {}) }), status: cancelled ? 200 : 400 };
}
