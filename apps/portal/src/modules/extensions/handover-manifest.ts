import { z } from "zod";
import { handoverAttributes } from "#modules/handover";

/** A page of the program's own. Without TLS only on the developer's machine (RFC 8252, 8.3). */
const ownPage = z.url({ protocol: /^https?$/ }).max(500).refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.hash === "" && url.username === "" && (url.protocol === "https:" || url.hostname === "127.0.0.1" || url.hostname === "localhost" || url.hostname.endsWith(".localhost"));
}, "own-page");

const reason = z.strictObject({ de: z.string().trim().min(1).max(2000), en: z.string().trim().min(1).max(2000).optional() });

/** How people get to the pages of a program and back: what an OpenID provider calls the client's metadata. */
export const handoverManifest = z.strictObject({
  /** Where the person comes back to, compared letter by letter. All of one host: the person's key is made for it. */
  redirectUris: z.array(ownPage).min(1).max(10).refine((list) => new Set(list.map((text) => URL.parse(text)?.host)).size === 1, "one-host"),
  /** Where the person may be sent after signing out. */
  logoutUris: z.array(ownPage).max(10).default([]),
  /** At least so well must the person have signed in. */
  level: z.enum(["basis", "substantiell", "hoch"]).default("basis"),
  /** Each with the reason that the person reads before it is handed over; nothing else can be asked for. */
  attributes: z.array(z.strictObject({ attribute: z.enum(handoverAttributes), reason, optional: z.boolean().optional() })).max(handoverAttributes.length)
    .refine((list) => new Set(list.map(({ attribute }) => attribute)).size === list.length, "attribute-twice"),
});
