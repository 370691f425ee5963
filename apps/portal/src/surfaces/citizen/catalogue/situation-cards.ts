import { withLang, type LifeSituation } from "#modules/catalogue";
import type { Card } from "#ui/card";
import { inItsLanguage } from "#ui/in-its-language";
import type { Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";

export function situationCards(visit: Visit, situations: readonly LifeSituation[]): readonly Card[] {
  return situations.map((situation) => {
    const count = situation.leikaKeys.length;
    return {
      title: inItsLanguage(withLang(situation.title, visit.lang), visit.lang), href: visit.href(`/lebenslagen/${situation.slug}`), text: inItsLanguage(withLang(situation.description, visit.lang), visit.lang),
      preline: count === 1 ? say(visit.lang, "oneService") : say(visit.lang, "countServices", { count }),
    };
  });
}
