import type { Lang } from "../../frame/index.ts";
import { evidenceDe, evidenceEn } from "./messages-evidence.ts";
import { extensionDe, extensionEn } from "./messages-extension.ts";
import { draftDe, draftEn } from "./messages-draft.ts";
import { quickCheckDe, quickCheckEn } from "./messages-quick-check.ts";
import { receiptDe, receiptEn } from "./messages-receipt.ts";
import { returnDe, returnEn } from "./messages-return.ts";
import { togetherDe, togetherEn } from "./messages-together.ts";
import { startDe, startEn } from "./messages-start.ts";

const messages = { de: { ...startDe, ...draftDe, ...receiptDe, ...quickCheckDe, ...returnDe, ...togetherDe, ...extensionDe, ...evidenceDe }, en: { ...startEn, ...draftEn, ...receiptEn, ...quickCheckEn, ...returnEn, ...togetherEn, ...extensionEn, ...evidenceEn } } as const satisfies Readonly<Record<Lang, object>>;

export type Words = { readonly [Key in keyof (typeof messages)["de"]]: string };

/** The words of these pages in a language; a key that one of them lacks does not compile. */
export const wordsIn = (lang: Lang): Words => messages[lang];

/** `{name}` in a text is replaced by `values.name`. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
