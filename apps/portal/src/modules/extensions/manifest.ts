import { z } from "zod";
import { eventTypes } from "./event-catalogue.ts";
import { extensionPage } from "./places/extension-page.ts";
import { handoverManifest } from "./handover-manifest.ts";
import { settingsManifest } from "./installs/settings-manifest.ts";
import { scopes } from "./scopes.ts";

const text = z.string().trim().min(1).max(2000);
const bilingual = z.strictObject({ de: text, en: text.optional() });

/** What a program says of itself before a town grants it anything. `id` is also its OAuth client id. */
export const manifest = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,62}$/),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/),
  name: bilingual,
  summary: bilingual,
  publisher: z.strictObject({ name: z.string().trim().min(1).max(200), email: z.email().max(200), url: z.url({ protocol: /^https$/ }).max(500).optional() }),
  /** Each with the reason why it is needed (Art. 5 (1) b and c DSGVO); nothing else can be granted. */
  scopes: z.array(z.strictObject({ scope: z.enum(scopes), reason: bilingual })).min(1).max(scopes.length)
    .refine((list) => new Set(list.map(({ scope }) => scope)).size === list.length, "each scope once"),
  events: z.array(z.enum(eventTypes)).max(eventTypes.length).default([]),
  /** Pages of its own and where they appear in a portal; a town lets each appear or not. */
  pages: z.array(extensionPage).max(20).default([]).refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "each page once"),
  /** What it keeps of the data and for how long. */
  keeps: bilingual,
  /** Where it publishes its public keys (RFC 7517), if it signs in with them and renews them by itself. */
  jwksUrl: z.url({ protocol: /^https?$/ }).max(500).optional(),
  /** What a town sets for it, shown to the town as a form; the program reads it with `getSettings`. */
  settings: settingsManifest.default([]),
  /** How accessible its pages are (§ 12b BGG). */
  accessibilityUrl: z.url({ protocol: /^https$/ }).max(500).optional(),
  privacyUrl: z.url({ protocol: /^https$/ }).max(500).optional(),
  /** For a program with pages of its own that takes people over from the portal; needs the scope `personen.uebernehmen`. */
  handover: handoverManifest.optional(),
});

/** The same as JSON Schema (draft 2020-12), for editors and for checks outside. That a scope comes once, it cannot say. */
export function manifestSchema(): object {
  return { title: "Manifest of an extension for Kommunalportal", ...z.toJSONSchema(manifest, { io: "input" }) };
}

export type Manifest = z.infer<typeof manifest>;
