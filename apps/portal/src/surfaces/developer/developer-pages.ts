import { html, type Content, type Html } from "@kommunalportal/html";
import type { Disturbances } from "#modules/disturbances";
import type { Extensions } from "#modules/extensions";
import type { Clock } from "#platform/clock";
import type { LanguageForm } from "#ui/page-options";
import type { Addresses, Answer, Layout, Visit } from "../frame/index.ts";
import { say } from "./messages.ts";

/** What the developers' pages need of the house. */
export interface DeveloperPortal {
  readonly layout: Layout;
  readonly addresses: Addresses;
  readonly clock: Clock;
  readonly disturbances: Pick<Disturbances, "current">;
  readonly extensions: Pick<Extensions, "deliveryHealth">;
  /** Whether developers set up a sandbox by themselves here. */
  readonly developers?: { readonly enabled: boolean };
}

/** A page for developers: public, below /entwicklung, at the Leitportal only. */
export function developerPage(portal: DeveloperPortal, visit: Visit, options: { readonly title: string; readonly body: Content; readonly under?: readonly { readonly text: string; readonly href: string }[]; readonly start?: boolean; /** Somebody's own: no language links for search engines, no cache. */ readonly private?: boolean; /** Above the h1. */ readonly above?: Content; readonly status?: number; readonly languageForm?: LanguageForm }): Answer {
  const home = { text: say(visit.lang, "title"), href: visit.href("/entwicklung") };
  const crumbs = options.start === true ? [{ text: options.title }] : [home, ...(options.under ?? []), { text: options.title }];
  return {
    ...(options.status === undefined ? {} : { status: options.status }),
    page: portal.layout(visit, {
      title: options.title, main: html`${options.above}<h1>${options.title}</h1>${options.body}`, components: [], hasErrors: options.status !== undefined, ...(options.private === true ? { robots: "noindex" } : { public: true, printable: true }),
      ...(options.languageForm === undefined ? {} : { languageForm: options.languageForm }),
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
