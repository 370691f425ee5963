import type { FoundCase, FoundDraft, FoundDrafts } from "#modules/applications";
import { isId } from "#platform/ids";
import type { ReadAhead } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";

/** What a page of this surface has read together with the session; of somebody without session nothing. */
export interface Ahead { readonly draft?: FoundDraft; readonly drafts?: FoundDrafts; readonly case?: FoundCase }

/** What the pages that people come to most read ahead. `:id` of the address is a draft, an application, or (at the start page) the name of a service. */
export function aheadOf({ applications: { findAhead } }: Pick<ApplicationPages, "applications">): Readonly<Record<keyof Ahead, ReadAhead<Ahead>>> {
  return {
    draft: ({ params: { id = "" } }) => (isId(id) ? async (tx) => ({ draft: await findAhead.draft(id)(tx) }) : undefined),
    drafts: ({ params: { id = "" } }) => (isId(id) ? undefined : async (tx) => ({ drafts: await findAhead.drafts()(tx) })),
    case: ({ params: { id = "" } }) => (isId(id) ? async (tx) => ({ case: await findAhead.case(id)(tx) }) : undefined),
  };
}
