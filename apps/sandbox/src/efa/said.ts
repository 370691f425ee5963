import { z } from "zod";
import type { Said } from "./efa-cases.ts";

/** What an authority says, in the standard of the dialogue or something like it. */
export const authorityWords = z.looseObject({ kind: z.string(), text: z.string().optional(), status: z.string().optional(), id: z.string().optional(), result: z.string().optional() });

/** What is kept of it for the page. */
export function saidOf({ kind, text = "", status, id, result }: z.infer<typeof authorityWords>, { replyId, letterBytes }: { readonly replyId: string; readonly letterBytes: number | undefined }): Said {
  return {
    replyId, kind, text, ...(status === undefined ? {} : { status }), ...(id === undefined ? {} : { question: id }), ...(result === undefined ? {} : { result }), ...(letterBytes === undefined ? {} : { letterBytes }),
  };
}
