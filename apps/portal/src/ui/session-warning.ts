import { attr, html, type Html } from "@kommunalportal/html";
import { csrfField } from "./button.ts";
import { formatTime } from "./format.ts";
import { t, type Lang } from "./text.ts";

export interface SessionView {
  readonly expiresAt: Date;
  /** Nothing moves this end any more. */
  readonly last?: boolean;
  /** The server's time as the page is made: the clock of the person's device may be wrong. */
  readonly now: Date;
  /** Takes a POST with the token; answers 204 with the new end in the header `Session-Expires` (ISO 8601), or a redirect without the script. */
  readonly extendAction: string;
  /** Default 5: WCAG 2.2.1 wants at least 20 seconds. */
  readonly warnMinutes?: number;
}

/** A session ends at its last moment, or earlier when nothing is done. */
export function sessionView({ idleUntil, expiresAt }: { readonly idleUntil: Date; readonly expiresAt: Date }, rest: Omit<SessionView, "expiresAt" | "last">): SessionView {
  return { expiresAt: idleUntil < expiresAt ? idleUntil : expiresAt, last: expiresAt <= idleUntil, ...rest };
}

/** Says until when, and whether a page more moves the end; the script opens the dialog before it. Nothing of it is needed: the draft is on the server. */
export function sessionWarning(lang: Lang, session: SessionView, csrf: string | undefined, staff = false): Html {
  const time = formatTime(session.expiresAt, lang);
  const words = { "data-ended": t(lang, staff ? "session.ended.staff" : "session.ended"), "data-text": t(lang, "session.text"), "data-last-text": t(lang, "session.last.text"), "data-failed": t(lang, "session.failed") };
  return html`<aside class="portal-wrap portal-session" aria-label="${t(lang, "session.label")}" data-session data-now="${session.now.toISOString()}" data-expires="${session.expiresAt.toISOString()}" data-warn-minutes="${session.warnMinutes ?? 5}" ${attr("data-last", session.last === true)} ${Object.entries(words).map(([name, text]) => attr(name, text))}><p>${t(lang, session.last === true ? "session.until.last" : "session.until", { time })}</p><dialog class="kern-dialog" aria-labelledby="sitzung-titel" aria-describedby="sitzung-text"><div class="kern-dialog__header"><h2 class="kern-title" id="sitzung-titel">${t(lang, "session.title")}</h2></div><div class="kern-dialog__body"><p class="kern-body" id="sitzung-text" data-session-text aria-live="polite">${t(lang, session.last === true ? "session.last.text" : "session.text", { time })}</p></div><form class="kern-dialog__footer" method="post" action="${session.extendAction}">${csrf !== undefined && csrfField(csrf)}<button type="submit" class="kern-btn kern-btn--primary" data-session-extend ${attr("autofocus", session.last !== true)} ${attr("hidden", session.last === true)}><span class="kern-label">${t(lang, "session.extend")}</span></button><button type="submit" class="kern-btn kern-btn--secondary" formmethod="dialog"><span class="kern-label">${t(lang, "session.close")}</span></button></form></dialog></aside>`;
}
