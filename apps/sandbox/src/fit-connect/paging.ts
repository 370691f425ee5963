import { z } from "zod";
import { anyCaseId, parsed } from "./announce.ts";

const pageSchema = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(500),
  destinationId: anyCaseId.optional(),
});

/** `offset` and `limit` of a listing, limit at most 500 (delivery.md 1.5.7). */
export function readPage(query: unknown): z.infer<typeof pageSchema> {
  return parsed(pageSchema, query);
}

/** A page under the name of its list, with the counts that go with it. */
export function pageOf<T>(name: string, all: readonly T[], { offset, limit }: { readonly offset: number; readonly limit: number }): object {
  const items = all.slice(offset, offset + limit);
  return { [name]: items, count: items.length, offset, totalCount: all.length };
}
