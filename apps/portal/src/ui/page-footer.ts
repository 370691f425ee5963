import { html, type Content, type Html } from "@kommunalportal/html";
import { phoneHref } from "./format.ts";
import { icon, type IconName } from "./icon.ts";
import type { PageOptions } from "./page-options.ts";
import { printButton } from "./print.ts";
import { localPath, t, type MessageKeyOf } from "./text.ts";

const links: readonly (readonly [MessageKeyOf<"footer">, string, IconName?])[] = [
  ["footer.imprint", "/impressum"],
  ["footer.privacy", "/datenschutz"],
  ["footer.accessibility", "/barrierefreiheit"],
  ["footer.easy", "/leichte-sprache", "easy-language"],
  ["footer.signLanguage", "/gebaerdensprache", "sign-language"],
  ["footer.sources", "/quellen"],
];

/** Help with its telephone number first, then what the law wants on every page (§ 5 DDG, Art. 13 DSGVO, § 7 BITV 2.0). */
export function pageFooter(options: PageOptions): Html {
  const { lang, tenant, staff, canonical, printable } = options;
  const feedback = localPath(lang, `/barrierefreiheit/rueckmeldung${canonical === undefined ? "" : `?seite=${encodeURIComponent(canonical)}`}`);
  return html`<footer class="portal-footer">${staff === undefined && help(options)}
<div class="portal-wrap portal-footer__main">${printable === true && printButton(lang)}<nav aria-label="${t(lang, "footer.title")}"><ul>${links.map(([key, path, symbol]) => html`<li><a class="kern-link" href="${localPath(lang, path)}">${symbol !== undefined && icon(symbol)}<span>${t(lang, key)}</span></a></li>`)}<li><a class="kern-link" href="${feedback}"><span>${t(lang, "footer.feedback")}</span></a></li></ul></nav>
<p class="portal-footer__name">${tenant.kind} ${tenant.name.startsWith(`${tenant.kind} `) ? tenant.name.slice(tenant.kind.length + 1) : tenant.name}</p></div></footer>`;
}

function help({ lang, help: contact }: PageOptions): Content {
  if (contact === undefined) return false;
  return html`<section class="portal-help" aria-labelledby="hilfe-titel"><div class="portal-wrap portal-help__inner"><div><h2 class="portal-help__title" id="hilfe-titel">${t(lang, "help.title")}</h2><p>${t(lang, "help.text")}</p></div><p class="portal-help__office"><span>${contact.name}</span>${contact.phone !== undefined && html`<a class="kern-link portal-phone" href="${phoneHref(contact.phone)}">${contact.phone}</a>`}${contact.hours !== undefined && html`<span class="portal-help__hours">${contact.hours.map(({ days, times }) => html`<span class="portal-line">${days}: ${times ?? t(lang, "contact.closed")}</span>`)}</span>`}</p></div></section>`;
}
