import type { PostedFields } from "./read-step.ts";
import { rowsButton, singleMark } from "./row-window.ts";

/** Paths of the lists that the next page shows one entry at a time: those of the posted page, changed by the button that was pressed. */
export function singleLists(fields: PostedFields): readonly string[] {
  const lists = new Set([...fields.keys()].filter((name) => name.endsWith(`.${singleMark}`)).map((name) => name.slice(0, -singleMark.length - 1)));
  for (const [name, [value]] of fields) {
    const list = /^rows:(.+)\.\d{1,4}$/.exec(name)?.[1];
    if (list === undefined) continue;
    if (value === rowsButton.single) lists.add(list);
    if (value === rowsButton.many) lists.delete(list);
  }
  return [...lists];
}
