import { html, type Html } from "@kommunalportal/html";
import { type Decision, isCountedElsewhere } from "#modules/answers";
import { linkButton } from "#ui/button";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import type { AccountVisit } from "../../frame/index.ts";
import { filled, wordsIn, type Words } from "./messages.ts";
import type { OwnCase } from "./own-case.ts";

/** What of a case its decisions are shown from. */
interface Decided extends Pick<OwnCase, "decisions"> { readonly offices: ReadonlyMap<string, { readonly name: string } | undefined> }

/** The decisions, newest first, each with what happened to it and the days that count. */
export function caseDecisions(visit: Pick<AccountVisit, "lang" | "href">, own: Decided): Html | false {
  const { lang } = visit;
  const words = wordsIn(lang);
  return own.decisions.length > 0 && section({
    title: words.decisions,
    body: own.decisions.toReversed().map((decision) => html`<section class="portal-inset"><h3>${words[`decision.${decision.kind}`]}</h3><p class="portal-muted">${filled(words.decidedOn, { date: formatDate(decision.decidedAt, lang) })}${by(own, decision)}</p><p>${decisionStanding(decision, lang)}</p>${
      decision.message !== undefined && decision.state !== "lapsed" && html`<p>${linkButton({ text: words.readDecision, href: visit.href(`/postfach/${decision.message}`), kind: decision.retrievedAt === undefined ? "primary" : "secondary" })}</p>`}</section>`),
  });
}

/** What happened to it, and the days that count. */
export function decisionStanding(decision: Decision, lang: "de" | "en"): string {
  return standing(decision, wordsIn(lang), lang).join(" ");
}

/** Who decided: an authority elsewhere under its own name, never the town's office that only passed it on. */
function by(own: Decided, { authority, office }: Decision): string | false {
  const name = authority ?? own.offices.get(office)?.name;
  return name !== undefined && ` · ${name}`;
}

function standing(decision: Decision, words: Words, lang: "de" | "en"): string[] {
  const on = (text: string, day: string | Date | undefined): string[] => (day === undefined ? [] : [filled(text, { date: formatDate(day, lang) })]);
  const remedy = on(words.decisionRemedy, decision.remedyUntil);
  switch (decision.state) {
    case "to-post": return [words.decisionToPost];
    case "lapsed": return [words.decisionLapsed];
    case "replaced": return [words.decisionReplaced];
    case "posted": return [...on(words.decisionPosted, decision.postedOn), ...on(words.decisionWillNotify, decision.notifiedOn), ...remedy];
    case "notified": return [...on(words.decisionNotified, decision.notifiedOn), ...remedy];
    case "provided": return [
      ...on(words.decisionProvided, decision.providedAt),
      ...(isCountedElsewhere(decision) ? [words.decisionElsewhere] : []),
      ...(decision.retrievedAt === undefined ? on(words.decisionUntil, decision.retrievableUntil) : []), ...on(words.decisionWillNotify, decision.notifiedOn), ...remedy,
    ];
  }
}
