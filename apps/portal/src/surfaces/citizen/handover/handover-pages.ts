import type { Accounts } from "#modules/accounts";
import type { Extensions } from "#modules/extensions";
import type { Handover, HandoverAttribute, HandoverProgram } from "#modules/handover";
import type { Clock } from "#platform/clock";
import type { Log } from "#platform/log";
import type { Addresses, Layout } from "../../frame/index.ts";

/** What the hand-over to extensions needs of the house. */
export interface HandoverPages {
  readonly clock: Clock;
  readonly log: Pick<Log, "warn" | "error">;
  readonly layout: Layout;
  readonly addresses: Addresses;
  readonly accounts: Pick<Accounts, "signOut" | "citizen">;
  readonly handover: Handover;
  readonly extensions: Pick<Extensions, "handoverProgram" | "provesSecret">;
  /** 32 bytes that never change, for the provider's own cookies. */
  readonly pepper: Buffer;
}

export const levelOf = { basis: 1, substantiell: 3, hoch: 4 } as const;
export type LevelWord = keyof typeof levelOf;
export const levelWords = ["basis", "substantiell", "hoch"] as const satisfies readonly LevelWord[];
export const wordOf = (level: number): LevelWord => (level >= 4 ? "hoch" : level >= 3 ? "substantiell" : "basis");

/** Below this path of a town's host everything of its OpenID provider lies. */
export const openIdPath = "/openid";

export interface Asked { readonly level: 1 | 3 | 4; readonly attributes: readonly HandoverAttribute[] }

/** What an authorization request asks for, within what the manifest allows: the higher of both levels, and named attributes only. */
export function askedOf(program: HandoverProgram, params: Readonly<Record<string, unknown>>): Asked {
  const scope = typeof params["scope"] === "string" ? params["scope"].split(" ") : [];
  const acr = typeof params["acr_values"] === "string" ? params["acr_values"].split(" ") : [];
  // In order of preference (OpenID Connect Core 1.0, 3.1.2.1): the first that we know.
  const wished = acr.find((word): word is LevelWord => word in levelOf) ?? "basis";
  return { level: [4, 3, 1].find((level): level is 1 | 3 | 4 => level <= Math.max(levelOf[program.level], levelOf[wished])) ?? 1, attributes: program.attributes.map(({ attribute }) => attribute).filter((attribute) => scope.includes(attribute)) };
}
