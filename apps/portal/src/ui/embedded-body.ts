import { html, type Html } from "@kommunalportal/html";
import { noticeBanner } from "./notice.ts";
import type { PageOptions } from "./page-options.ts";
import { localPath, t, type MessageKeyOf } from "./text.ts";

const links: readonly (readonly [MessageKeyOf<"footer">, string])[] = [["footer.imprint", "/impressum"], ["footer.privacy", "/datenschutz"], ["footer.accessibility", "/barrierefreiheit"], ["footer.feedback", "/barrierefreiheit/rueckmeldung"]];

/**
 * A page in a frame of another site: no header, no ways through the portal. Who offers the form stands below it with what the law wants there; the
 * page around it adds its own, and has the landmarks. Every link out of the form opens a window of its own, so nothing in the frame is lost.
 */
export function embeddedBody({ lang, tenant, notices, main, wide }: PageOptions, { hosts }: { readonly hosts: readonly string[] }): Html {
  const town = tenant.kind === "" || tenant.name.startsWith(`${tenant.kind} `) ? tenant.name : `${tenant.kind} ${tenant.name}`;
  return html`<body class="portal portal--embedded" data-embed-hosts="${hosts.join(" ")}">${noticeBanner(lang, notices ?? [])}<div class="portal-wrap portal-page"><div id="inhalt" tabindex="-1" class="portal-main${wide === true ? " portal-main--wide" : ""}">${main}</div></div>
<div class="portal-embedded__foot"><div class="portal-wrap"><p>${t(lang, "embedded.by", { town })}</p><nav aria-label="${t(lang, "embedded.about")}"><ul>${links.map(([key, path]) => html`<li><a class="kern-link" href="${localPath(lang, path)}" target="_blank" rel="noopener">${t(lang, key)}<span class="kern-sr-only"> (${t(lang, "embedded.window")})</span></a></li>`)}</ul></nav></div></div></body>`;
}
