import type { Tenant } from "#modules/tenants";
import type { Fee, LocalRows } from "./catalogue-store.ts";
import type { Competence } from "./competence.ts";
import { privacyNoticeOf, type OnlineService, type PrivacyNotice } from "./online-service.ts";
import type { Lang, Service } from "./service.ts";
import { mergeTexts, type ShownText, type TextByLang } from "./service-text.ts";

/** A service as one town shows it, in one language. */
export interface ServiceInTown {
  readonly service: Service;
  readonly text: ShownText;
  /** Nobody of a real town has read the general text: it is marked as Mustertext and kept out of search engines. */
  readonly unchecked: boolean;
  /** Integer cents; only what the town itself said. */
  readonly fees: readonly Fee[];
  readonly competence: Competence;
  /** The most local first; empty: not offered online. */
  readonly online: readonly OnlineService[];
  readonly privacy: PrivacyNotice | undefined;
  readonly changedAt: Date;
}

export function presentService({ tenant, service, rows, competence, general, online, lang }: {
  readonly tenant: Tenant; readonly service: Service; readonly rows: LocalRows; readonly competence: Competence;
  readonly general: { readonly text: TextByLang; readonly changedAt: Date } | undefined; readonly online: readonly OnlineService[]; readonly lang: Lang;
}): ServiceInTown {
  const text = mergeTexts(rows.text, general?.text ?? {}, lang);
  const usesGeneral = Object.values(text).some((section) => section?.origin === "general");
  const changedAt = [service.changedAt, general?.changedAt, rows.changedAt].reduce<Date>((latest, at) => (at !== undefined && at > latest ? at : latest), service.changedAt);
  return {
    service, text, competence, online, changedAt,
    unchecked: !tenant.isDemo && rows.checkedOn === undefined && (usesGeneral || Object.keys(text).length === 0),
    // An amount in a real town comes from the town or is not shown at all.
    fees: rows.fees,
    privacy: online[0] && privacyNoticeOf(online[0], lang),
  };
}
