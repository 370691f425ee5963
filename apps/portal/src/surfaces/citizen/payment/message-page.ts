import { html, type Content } from "@kommunalportal/html";
import { buttonGroup } from "#ui/button";
import { notice, type NoticeKind } from "#ui/notice";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import type { PaymentPages } from "./payment-pages.ts";

export interface MessagePage {
  readonly title: string;
  readonly texts: readonly string[];
  readonly status?: number;
  readonly kind?: NoticeKind;
  readonly actions?: Content;
  readonly more?: Content;
  readonly retryAfterSeconds?: number;
}

/** A page that says what became of the money and of the answers, and what to do now. */
export function messagePage(portal: Pick<PaymentPages, "layout">, visit: Visit, page: MessagePage): Answer {
  const [first = "", ...rest] = page.texts;
  const main = html`<h1>${page.title}</h1>${page.kind === undefined ? html`<p class="portal-lead">${first}</p>` : notice(visit.lang, { kind: page.kind, title: first })}${rest.map((text) => html`<p class="kern-body">${text}</p>`)}${page.more}${page.actions !== undefined && buttonGroup(page.actions)}`;
  return {
    page: portal.layout(visit, { title: `${page.title} – ${say(visit.lang).title}`, main, components: ["payment"] }),
    ...(page.status === undefined ? {} : { status: page.status }),
    ...(page.retryAfterSeconds === undefined ? {} : { headers: { "retry-after": String(page.retryAfterSeconds) } }),
  };
}
