import { type CaseState, caseStates, type Cursor, type InboxFilter, type InboxSort, type PageWish } from "#modules/casework";
import { isId } from "#platform/ids";

/** Filters and place of the inbox in the address, in German: they stay in bookmarks, back and reload. */
export interface InboxQuery { readonly filter: InboxFilter; readonly wish: PageWish }

const sorts: readonly InboxSort[] = ["newest", "oldest", "due"];
const dues = ["late", "soon", "task"] as const;

/** Reads the address; what it does not know it leaves out. */
export function readInboxQuery(query: URLSearchParams): InboxQuery {
  const text = (name: string): string | undefined => { const value = query.get(name)?.trim(); return value === undefined || value === "" || value.length > 200 ? undefined : value; };
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined => known.find((value) => value === query.get(name));
  const state = oneOf<CaseState | "all">("stand", [...caseStates, "all"]);
  const [office, service, who, q] = [text("amt"), text("leistung"), text("wer"), text("q")];
  const [due, sort] = [oneOf("frist", dues), oneOf("sortierung", sorts)];
  return {
    filter: {
      ...(state === undefined ? {} : { state }), ...(office === undefined ? {} : { office }), ...(service === undefined ? {} : { service }),
      ...(who === "me" || who === "nobody" || isId(who) ? { assignee: who } : {}), ...(query.get("ungelesen") === "1" ? { unread: true } : {}),
      ...(due === undefined ? {} : { due }), ...(q === undefined ? {} : { text: q }), ...(sort === undefined ? {} : { sort }),
    },
    wish: wishOf(query),
  };
}

function wishOf(query: URLSearchParams): PageWish {
  const after = cursorOf(query.get("nach"));
  if (after) return { at: "after", cursor: after };
  const before = cursorOf(query.get("vor"));
  if (before) return { at: "before", cursor: before };
  return query.get("seite") === "letzte" ? { at: "last" } : { at: "first" };
}

function cursorOf(text: string | null): Cursor | undefined {
  const [key = "", id = ""] = (text ?? "").split("~");
  const known = key === "infinity" || /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}\.\d{3}Z)?$/.test(key);
  return known && isId(id) && (key === "infinity" || !Number.isNaN(Date.parse(key))) ? { key, id } : undefined;
}

/** The filter as the query of an address; the search is left out where it is to be remembered: a name does not belong there. */
export function writeInboxQuery(filter: InboxFilter, more: Readonly<Record<string, string>> = {}): string {
  const pairs: [string, string | undefined][] = [
    ["stand", filter.state], ["amt", filter.office], ["leistung", filter.service], ["wer", filter.assignee], ["ungelesen", filter.unread === true ? "1" : undefined], ["frist", filter.due], ["q", filter.text],
    ["sortierung", filter.sort], ...Object.entries(more),
  ];
  return new URLSearchParams(pairs.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]))).toString();
}

export function remembered({ text: _text, ...filter }: InboxFilter): string {
  return writeInboxQuery(filter);
}

export const cursorText = ({ key, id }: Cursor): string => `${key}~${id}`;
