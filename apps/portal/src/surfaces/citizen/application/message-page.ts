import { html, type Content } from "@kommunalportal/html";
import { buttonGroup } from "#ui/button";
import type { Contact } from "#ui/contact-box";
import type { LanguageForm } from "#ui/page-options";
import type { Answer, Visit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";

export interface MessagePage {
  readonly title: string;
  readonly texts: readonly string[];
  readonly status: number;
  readonly actions?: Content;
  readonly more?: Content;
  readonly help?: Contact | undefined;
  /** Of a form in `more`. */
  readonly languageForm?: LanguageForm;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page that says what happened, what became of the answers and what to do now. */
export function messagePage(portal: Pick<ApplicationPages, "layout">, visit: Visit, page: MessagePage): Answer {
  const main = html`<h1>${page.title}</h1>${page.texts.map((text, index) => html`<p class="${index === 0 ? "portal-lead" : "kern-body"}">${text}</p>`)}${page.more}${page.actions !== undefined && buttonGroup(page.actions)}`;
  return {
    page: portal.layout(visit, { title: page.title, main, components: [], ...(page.help === undefined ? {} : { help: page.help }), ...(page.languageForm === undefined ? {} : { languageForm: page.languageForm }) }), status: page.status,
    ...(page.headers === undefined ? {} : { headers: page.headers }),
  };
}
