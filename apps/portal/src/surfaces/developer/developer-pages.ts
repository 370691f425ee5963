import { html, type Content, type Html } from "@kommunalportal/html";
import type { Addresses, Answer, Layout, Visit } from "../frame/index.ts";
import { say } from "./messages.ts";

/** What the developers' pages need of the house. */
export interface DeveloperPortal {
  readonly layout: Layout;
  readonly addresses: Addresses;
}

/** A page for developers: public, below /entwicklung, at the Leitportal only. */
export function developerPage(portal: DeveloperPortal, visit: Visit, options: { readonly title: string; readonly body: Content; readonly under?: readonly { readonly text: string; readonly href: string }[]; readonly start?: boolean }): Answer {
  const home = { text: say(visit.lang, "title"), href: visit.href("/entwicklung") };
  const crumbs = options.start === true ? [{ text: options.title }] : [home, ...(options.under ?? []), { text: options.title }];
  return {
    page: portal.layout(visit, {
      title: options.title, main: html`<h1>${options.title}</h1>${options.body}`, public: true, printable: true, components: [],
      breadcrumb: [{ text: visit.lang === "de" ? "Startseite" : "Home", href: visit.href("/") }, ...crumbs],
    }),
  };
}

/** Code to read and copy. It scrolls in itself, so it can be reached by keyboard and has a name. */
export function codeBlock(name: string, text: string): Html {
  return html`<pre class="portal-code" role="region" tabindex="0" aria-label="${name}"><code>${text}</code></pre>`;
}

/** Text with `code` in it. */
export function inlineCode(text: string): Html {
  return html`${text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
