import type { ApplicationHead } from "#modules/applications";
import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import { consentOf } from "./consent.ts";
import type { AnswersDeps } from "./ports.ts";

/** Why a decision cannot be provided electronically, so that it has to go by post. */
export type PostReason = "no-account" | "no-consent" | "consent-withdrawn" | "level-unreachable" | "no-notice-address";

export const postReasonTexts: Readonly<Record<PostReason, string>> = {
  "no-account": "Die Person hat kein Konto im Portal.",
  "no-consent": "Die Person hat der elektronischen Bekanntgabe nicht zugestimmt.",
  "consent-withdrawn": "Die Person hat ihre Zustimmung zur elektronischen Bekanntgabe widerrufen.",
  "level-unreachable": "Die Person hat sich nur mit einem niedrigeren Vertrauensniveau angemeldet und könnte den Bescheid nicht öffnen.",
  "no-notice-address": "Die Person hat keine Adresse für die Benachrichtigung hinterlegt. Ohne Benachrichtigung beginnt keine Frist.",
};

/**
 * Everything that stands against electronic provision; empty when it may be done. § 41 (2a) VwVfG NRW: consent, a notice, access only
 * after authentication. The highest level a person is known to reach is the one of the application.
 */
export async function reasonsForPost(tx: Tx, deps: Pick<AnswersDeps, "accounts" | "settings">, head: ApplicationHead, minimumLevel: Level): Promise<PostReason[]> {
  if (head.account === undefined) return ["no-account"];
  const reasons: PostReason[] = [];
  const consent = await consentOf(tx, head.id);
  if (!consent) reasons.push("no-consent");
  else if (!consent.given) reasons.push("consent-withdrawn");
  if (minimumLevel > head.trustLevel) reasons.push("level-unreachable");
  if (deps.settings.mailbox === "own-mailbox" && (await deps.accounts.noticeMail(tx, head.account)) === undefined) reasons.push("no-notice-address");
  return reasons;
}
