import { html, type Content, type Html } from "@kommunalportal/html";
import { icon, type IconName } from "./icon.ts";

export interface Card {
  /** The texts of a card may stand in the other language: inItsLanguage(). */
  readonly title: Content;
  readonly href: string;
  readonly text?: Content;
  readonly icon?: IconName;
  /** A line above the title, such as the office. */
  readonly preline?: Content;
  readonly footer?: Content;
}

/** A card whose whole face is the link of its title. `level` follows the heading above the grid. */
export function card(item: Card, level: 2 | 3 = 3): Html {
  const link = html`<a class="kern-link portal-card__link" href="${item.href}">${item.title}</a>`;
  return html`<article class="portal-card">${item.icon !== undefined && html`<span class="portal-card__icon">${icon(item.icon, "large")}</span>`}<div class="portal-card__body">${item.preline !== undefined && html`<p class="portal-card__preline">${item.preline}</p>`}${level === 2 ? html`<h2 class="portal-card__title">${link}</h2>` : html`<h3 class="portal-card__title">${link}</h3>`}${item.text !== undefined && html`<p class="portal-card__text">${item.text}</p>`}${item.footer !== undefined && html`<div class="portal-card__footer">${item.footer}</div>`}</div></article>`;
}

export function cardGrid(cards: readonly Card[], level: 2 | 3 = 3): Html {
  return html`<ul class="portal-cards">${cards.map((item) => html`<li>${card(item, level)}</li>`)}</ul>`;
}
