import { attr, html, type Html } from "@kommunalportal/html";
import { csrfField } from "./button.ts";
import { icon } from "./icon.ts";
import { languageButton, type PageOptions, type TenantView } from "./page-options.ts";
import { searchBox } from "./search-box.ts";
import { languages, localPath, t, type Lang } from "./text.ts";

/** Town, search, language, appearance, account; then the main navigation. The same on every page (WCAG 3.2.3). */
export function pageHeader(options: PageOptions): Html {
  const { lang, tenant, staff, search } = options;
  const action = staff?.searchAction ?? localPath(lang, "/suche");
  return html`<header class="portal-header">${tenant.officialMark !== undefined && html`<div class="kern-kopfzeile"><div class="kern-kopfzeile__content portal-wrap"><span class="kern-kopfzeile__label">${tenant.officialMark}</span></div></div>`}
${tenant.isDemo && html`<p class="portal-demo"><span class="portal-wrap">${t(lang, "page.demo")}</span></p>`}
<div class="portal-header__main portal-wrap">${brand(lang, tenant, staff !== undefined)}
${search !== false && (staff === undefined || staff.searchAction !== undefined) && searchBox(lang, { id: "suche", action, ...(search?.value === undefined ? {} : { value: search.value }), ...(staff === undefined ? { suggest: localPath(lang, "/suche/vorschlaege") } : { label: t(lang, "search.cases"), placeholder: t(lang, "search.cases.placeholder") }) })}
<div class="portal-tools">${languageSwitch(options)}<button type="button" class="portal-tool" data-theme-toggle aria-label="${t(lang, "theme.toggle")}" hidden>${icon("brightness-medium")}</button>${account(options)}</div></div>
${mainNavigation(options)}${subNavigation(options)}</header>`;
}

function brand(lang: Lang, tenant: TenantView, staff: boolean): Html {
  return html`<a class="portal-brand" href="${staff ? "/mitarbeit" : localPath(lang, "/")}">${tenant.arms === undefined ? html`<span class="portal-brand__letter" aria-hidden="true">${[...tenant.name.replace(/^Kreis /, "")][0]}</span>` : html`<img class="portal-brand__arms" src="${tenant.arms}" alt="" width="40" height="48">`}<span class="portal-brand__text"><span class="portal-brand__name">${tenant.name}</span> <span class="portal-brand__portal">${t(lang, staff ? "staff.area" : "page.portal")}</span></span></a>`;
}

function languageSwitch(options: PageOptions): Html | false {
  const { lang, hreflang, switchHref, staff, languageForm } = options;
  if (staff !== undefined) return false;
  const name = (other: Lang): Html => html`<span aria-hidden="true">${other.toUpperCase()}</span><span class="kern-sr-only">${t(lang, `language.${other}`)}</span>`;
  const entry = (other: Lang): Html => (languageForm === undefined
    ? html`<a class="portal-tool" href="${switchHref?.[other] ?? hreflang?.[other] ?? localPath(other, "/")}" lang="${other}" hreflang="${other}" ${attr("aria-current", other === lang)}>${name(other)}</a>`
    : other === lang
      ? html`<span class="portal-tool" lang="${other}" aria-current="true">${name(other)}</span>`
      : html`<button type="submit" class="portal-tool" form="${languageForm.id}" formaction="${languageForm.action[other]}" formnovalidate name="${languageButton}" value="${languageForm.value}" lang="${other}">${name(other)}</button>`);
  // Enter in a text field presses the first button of the form, and this one stands before all of its own: an unseen »Weiter« goes first.
  return html`<nav class="portal-languages" aria-label="${t(lang, "language.switch")}">${languageForm !== undefined && html`<button type="submit" class="kern-sr-only" form="${languageForm.id}" tabindex="-1" aria-hidden="true">${t(lang, "form.next")}</button>`}<ul>${languages.map((other) => html`<li>${entry(other)}</li>`)}</ul></nav>`;
}

function account({ lang, user, signInHref, staff }: PageOptions): Html | false {
  if (user === undefined) {
    return signInHref !== false && html`<a class="portal-tool portal-tool--strong" href="${signInHref ?? localPath(lang, "/anmelden")}">${icon("account-circle")}<span>${t(lang, "account.signIn")}</span></a>`;
  }
  const links = staff === undefined
    ? [["account.cases", "/vorgaenge"], ["account.mailbox", "/postfach"], ["account.safe", "/dokumente"], ["account.data", "/konto"]] as const
    : [];
  const unread = user.unread ?? 0;
  return html`<details class="portal-account"><summary class="portal-tool portal-tool--strong">${icon("account-circle")}<span>${staff === undefined ? t(lang, "account.menu") : user.name}</span>${unread > 0 && html`<span class="portal-count">${unread}<span class="kern-sr-only"> ${t(lang, "account.unread", { count: "" }).trim()}</span></span>`}</summary><div class="portal-account__menu"><p class="portal-account__name">${t(lang, "account.signedInAs", { name: user.name })}</p>${links.length > 0 && html`<ul>${links.map(([key, path]) => html`<li><a href="${localPath(lang, path)}">${t(lang, key)}${key === "account.mailbox" && unread > 0 && html` <span class="portal-count">${unread}</span>`}</a></li>`)}</ul>`}<form method="post" action="${user.signOutAction ?? "/abmelden"}">${csrfField(user.csrf)}<button type="submit" class="portal-account__out">${icon("logout")}${t(lang, "account.signOut")}</button></form></div></details>`;
}

function subNavigation({ subNav }: PageOptions): Html | false {
  return subNav !== undefined && html`<nav class="portal-nav portal-nav--sub" aria-label="${subNav.label}"><ul class="portal-wrap">${subNav.items.map((item) => html`<li><a href="${item.href}" ${attr("aria-current", item.current === true ? "page" : undefined)}>${item.text}</a></li>`)}</ul></nav>`;
}

/** With a second line the entry of the first one is the area around the page, not the page (`aria-current="true"`). */
function mainNavigation({ lang, nav, subNav }: PageOptions): Html | false {
  return nav !== undefined && nav.length > 0 && html`<nav class="portal-nav" aria-label="${t(lang, "page.mainNav")}"><ul class="portal-wrap">${nav.map((item) => html`<li><a href="${item.href}" ${attr("aria-current", item.current !== true ? undefined : subNav === undefined ? "page" : "true")}>${item.text}${item.count !== undefined && html` <span class="portal-count">${item.count}</span>`}</a></li>`)}</ul></nav>`;
}
