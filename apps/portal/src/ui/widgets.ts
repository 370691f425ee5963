import type { Text } from "@kommunalportal/form-engine";
import type { Html } from "@kommunalportal/html";
import { foreignFrame } from "./foreign-frame.ts";
import { section } from "./section.ts";
import { say, type Lang } from "./text.ts";

/** A tile of somebody else's program. */
export interface WidgetView { readonly title: Text; readonly publisher: string; readonly url: string; readonly height: number }

/** Tiles of other programs, one below the other, each under a heading of its own. */
export function widgetSections(lang: Lang, widgets: readonly WidgetView[]): readonly Html[] {
  return widgets.map(({ title, publisher, url, height }) => {
    const name = say(title, lang);
    return section({ title: name, body: foreignFrame(lang, { title: name, url, height, publisher, host: new URL(url).host, href: url, may: "nothing" }) });
  });
}
