import { html, type Html } from "@kommunalportal/html";

export type BadgeKind = "info" | "success" | "warning" | "danger";

export function badge(text: string, kind?: BadgeKind): Html {
  return kind === undefined ? html`<span class="portal-badge">${text}</span>` : html`<span class="kern-badge kern-badge--small kern-badge--${kind}"><span class="kern-label kern-label--small">${text}</span></span>`;
}
