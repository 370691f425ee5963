import { inLang, type LifeSituation } from "#modules/catalogue";
import type { Card } from "#ui/card";
import type { Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";

export function situationCards(visit: Visit, situations: readonly LifeSituation[]): readonly Card[] {
  return situations.map((situation) => {
    const count = situation.leikaKeys.length;
    return {
      title: inLang(situation.title, visit.lang), href: visit.href(`/lebenslagen/${situation.slug}`), text: inLang(situation.description, visit.lang),
      preline: count === 1 ? say(visit.lang, "oneService") : say(visit.lang, "countServices", { count }),
    };
  });
}
