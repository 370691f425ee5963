import { createHash } from "node:crypto";
import type { TenantProfile } from "./profile.ts";

/** What an editor changes in one go; two people who work on different parts do not get in each other's way. */
export const profileParts = {
  theme: ["theme"], arms: ["armsSvg"], contact: ["contact"], welcome: ["welcome"], imprint: ["imprint"], privacy: ["privacy"],
  accessibility: ["accessibility", "accessibilityReviewedOn"], "easy-language": ["easyLanguage"], "sign-language-film": ["signLanguageFilm"], embedding: ["embedHosts"],
} as const satisfies Readonly<Record<string, readonly (keyof TenantProfile)[]>>;

export type ProfilePart = keyof typeof profileParts;

/** Says which state somebody has seen: a hash of a value as it was read from the database (jsonb has one order of keys). */
export function versionOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value) ?? "").digest("base64url").slice(0, 22);
}

export function partVersion(profile: TenantProfile, part: ProfilePart): string {
  return versionOf(profileParts[part].map((key) => profile[key] ?? null));
}
