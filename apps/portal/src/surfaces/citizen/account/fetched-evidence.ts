import { html, type Html } from "@kommunalportal/html";
import type { Retrieval } from "#modules/evidence";
import { formatDateTime } from "#ui/format";
import { table } from "#ui/table";
import type { AccountVisit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { titleOf } from "./case-words.ts";
import { wordsIn } from "./messages.ts";
import { asOwn } from "./with-account.ts";

/** What was fetched from registers with this person's consent: what, from whom, by what law, for which application, and what became of it (§ 5 EGovG). */
export async function fetchedEvidence(portal: AccountPages, visit: AccountVisit): Promise<Html | undefined> {
  const { lang, session: { account } } = visit;
  const words = wordsIn(lang);
  const { retrievals, became } = await asOwn(portal, visit, async (tx) => {
    const found = await portal.evidence.retrievals(tx, account);
    return { retrievals: found, became: await portal.applications.ofDrafts(tx, { account, drafts: [...new Set(found.map(({ draft }) => draft))] }) };
  });
  if (retrievals.length === 0) return undefined;
  const rows = await Promise.all(retrievals.map(async (one) => {
    const head = became.get(one.draft);
    const service = head ? await titleOf(portal, lang, head) : await serviceTitle(portal, lang, one);
    const place = portal.tenants.byId(one.tenant)?.name ?? "";
    return [
      formatDateTime(one.consentAt, lang), one.about === undefined ? one.kind : one.about.title[lang] ?? one.about.title.de, one.about?.holder ?? "–", one.about?.legalBasis ?? "–",
      head ? html`<a class="kern-link" href="${visit.href(`/vorgaenge/${head.id}`)}">${service} (${head.reference ?? words.noReference})</a>, ${place}` : html`${service}, ${place} (${words.fetchedNotSent})`,
      words[`fetched.${one.outcome}`],
    ];
  }));
  return html`<h3>${words.fetchedTitle}</h3><p>${words.fetchedText}</p>${table(lang, { caption: words.fetchedTitle, captionHidden: true, columns: [words.fetchedWhen, words.fetchedWhat, words.fetchedFrom, words.fetchedBasis, words.fetchedFor, words.fetchedOutcome].map((title) => ({ title })), rows })}`;
}

async function serviceTitle(portal: AccountPages, lang: "de" | "en", { service }: Retrieval): Promise<string> {
  const title = (await portal.forms.service(service))?.package.service.title;
  return title?.[lang] ?? title?.de ?? service;
}
