import { html, type Html } from "@kommunalportal/html";
import { t, type Lang } from "./text.ts";

export interface ForeignFrame {
  /** What the frame shows, for people who do not see it. */
  readonly title: string;
  readonly url: string;
  /** CSS pixels. */
  readonly height: number;
  /** Whose page it is, and where it comes from. */
  readonly publisher: string;
  readonly host: string;
  /** The same page in a tab of its own, for whoever cannot use the frame. */
  readonly href: string;
  /** `forms`: it may hold forms and scripts, in an origin that is nobody's. `nothing`: it is only looked at. */
  readonly may: "forms" | "nothing";
}

/**
 * A page of somebody else in a closed frame: no cookies, no windows, no way to the page around it, and no address in the referrer. The page
 * that shows it names its origin in `frames`.
 */
export function foreignFrame(lang: Lang, frame: ForeignFrame): Html {
  return html`<div class="portal-foreign"><iframe src="${frame.url}" title="${frame.title}" height="${String(frame.height)}" sandbox="${frame.may === "forms" ? "allow-forms allow-scripts" : ""}" referrerpolicy="no-referrer" loading="lazy"></iframe><p class="portal-muted">${t(lang, "foreign.from", { publisher: frame.publisher, host: frame.host })} <a class="kern-link" href="${frame.href}" target="_blank" rel="noopener noreferrer">${t(lang, "foreign.open", { title: frame.title })}</a></p></div>`;
}
