import type { Content } from "@kommunalportal/html";
import { notice } from "#ui/notice";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";

/** Said once, on the page where somebody goes on with a draft that was taken along to a newer version. */
export function movedNotice(visit: TownSessionVisit): Content {
  const words = wordsIn(visit.lang);
  return visit.query.get("fassung") === "neu" && notice(visit.lang, { kind: "info", title: words.movedTitle, body: words.movedText, live: true });
}
