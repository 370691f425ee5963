import { attr, html, type Content, type Html } from "@kommunalportal/html";

/** A part of a page under its h2, with an optional link to more beside it. */
export function section(options: { readonly title: string; readonly id?: string; readonly more?: { readonly text: string; readonly href: string }; readonly body: Content }): Html {
  const heading = html`<h2 ${attr("id", options.id)}>${options.title}</h2>`;
  return html`<section class="portal-section">${options.more === undefined ? heading : html`<div class="portal-section__head">${heading}<a class="kern-link" href="${options.more.href}">${options.more.text}</a></div>`}${options.body}</section>`;
}

/** Reading column and an aside below it on a phone, beside it on a desktop. Use with `wide: true`. */
export function twoColumns(main: Content, aside: Content): Html {
  return html`<div class="portal-two-columns"><div>${main}</div><div class="portal-aside">${aside}</div></div>`;
}
