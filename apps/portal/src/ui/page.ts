import { attr, html, jsonScript, renderDocument, type Html } from "@kommunalportal/html";
import { assetUrl } from "./assets.ts";
import { embeddedBody } from "./embedded-body.ts";
import { breadcrumb } from "./breadcrumb.ts";
import { noticeBanner } from "./notice.ts";
import { pageFooter } from "./page-footer.ts";
import { pageHeader } from "./page-header.ts";
import type { PageOptions } from "./page-options.ts";
import { sessionWarning } from "./session-warning.ts";
import { shortcutsHint } from "./shortcuts-hint.ts";
import { t } from "./text.ts";

export type { NavItem, PageOptions, TenantView, UserView } from "./page-options.ts";

/** A whole page as it is sent. No inline script or style: it runs under `default-src 'none'`. */
export function page(options: PageOptions): string {
  return renderDocument(html`<html lang="${options.lang}">${head(options)}${body(options)}</html>`);
}

function head({ lang, tenant, title, hasErrors, description, canonical, hreflang, robots, jsonLd, scripts, staff, embedded }: PageOptions): Html {
  const full = `${hasErrors === true ? t(lang, "page.errorPrefix") : ""}${title} – ${tenant.name}`;
  return html`<head><meta charset="utf-8"><title>${full}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
${description !== undefined && html`<meta name="description" content="${description}">`}${robots !== undefined && html`<meta name="robots" content="${robots}">`}
${canonical !== undefined && html`<link rel="canonical" href="${canonical}">`}${Object.entries(hreflang ?? {}).map(([code, href]) => html`<link rel="alternate" hreflang="${code}" href="${href}">`)}${hreflang?.de !== undefined && html`<link rel="alternate" hreflang="x-default" href="${hreflang.de}">`}
<link rel="icon" href="${assetUrl("favicon.svg")}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl("portal.css")}">${tenant.themeUrl !== undefined && html`<link rel="stylesheet" href="${tenant.themeUrl}">`}
<script src="${assetUrl("theme.js")}"></script><script src="${assetUrl("portal.js")}" defer></script>${staff !== undefined && html`<script src="${assetUrl("staff.js")}" defer></script>`}${embedded !== undefined && html`<script src="${assetUrl("embedded.js")}" defer></script>`}${(scripts ?? []).map((name) => html`<script src="${assetUrl(name)}" defer></script>`)}
${(jsonLd ?? []).map((data) => jsonScript(data, { type: "application/ld+json" }))}</head>`;
}

function body(options: PageOptions): Html {
  const { lang, staff, session } = options;
  if (options.embedded !== undefined) return embeddedBody(options, options.embedded);
  if (options.framed === true) return html`<body class="portal portal--framed">${noticeBanner(lang, options.notices ?? [])}<div class="portal-wrap portal-page"><div id="inhalt" tabindex="-1" class="portal-main">${options.main}</div></div></body>`;
  return html`<body class="portal${staff === undefined ? "" : " portal--staff"}"><a class="portal-skip" href="#inhalt">${t(lang, "page.skip")}</a>
${pageHeader(options)}
${noticeBanner(lang, options.notices ?? [])}
<div class="portal-wrap portal-page">${options.breadcrumb !== undefined && breadcrumb(lang, options.breadcrumb)}
<main id="inhalt" tabindex="-1" class="${options.wide === true || staff !== undefined ? "portal-main portal-main--wide" : "portal-main"}" ${attr("data-printable", options.printable)}>${options.main}</main></div>
${session !== undefined && sessionWarning(lang, session, options.user?.csrf, staff !== undefined)}${staff !== undefined && shortcutsHint(lang)}
${pageFooter(options)}</body>`;
}
