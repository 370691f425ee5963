import { html, type Html } from "@kommunalportal/html";
import type { Level } from "#modules/accounts";
import { buttonGroup, linkButton } from "#ui/button";
import { notice } from "#ui/notice";
import type { Visit } from "../../frame/index.ts";
import { filled, wordsIn } from "./messages.ts";

type Gated = "levelMessage" | "levelCase" | "levelDocument";

/** What is behind a higher level, and the way up that comes back here. It says nothing of what it is. */
export function levelGate(visit: Visit, needed: Level, what: Gated): Html {
  const words = wordsIn(visit.lang);
  const how = needed === 4 ? words.levelHow4 : words.levelHow3;
  return html`${notice(visit.lang, { kind: "info", title: words.levelTitle, body: html`<p class="kern-body">${filled(words[what], { level: words[`level.${needed}`] })}</p><p class="kern-body">${how}</p>` })}${buttonGroup(linkButton({ text: words.levelGo, href: stepUp(visit, needed, visit.path) }))}`;
}

/** Signing in with a higher level, and back. */
export function stepUp(visit: Visit, level: Level, target: string): string {
  return visit.href(`/anmelden?niveau=${level}&konto=1&ziel=${encodeURIComponent(target)}`);
}
