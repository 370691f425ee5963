import { html, type Html } from "@kommunalportal/html";
import { createRateLimit } from "#platform/http";
import { descriptionList } from "#ui/description-list";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import type { Answer, Visit } from "../../frame/index.ts";
import type { ApplicationPages, VerifiedPermit } from "./application-pages.ts";
import { messagePage } from "./message-page.ts";
import { filled, wordsIn, type Words } from "./messages.ts";
import { networkOf } from "./network-of.ts";

/** GET `/genehmigung/:code`: what the QR code of a permit leads to. Plate, zone and days; never a name. */
export function createPermitPage(portal: ApplicationPages): (visit: Visit) => Promise<Answer> {
  // A warden checks a street; nobody tries codes.
  const limit = createRateLimit({ burst: 60, perMinute: 30 });
  return async (visit) => {
    const words = wordsIn(visit.lang);
    const code = visit.params["code"] ?? "";
    const now = portal.clock.now();
    if (!limit.take(networkOf(visit.request.ip), now.getTime())) return messagePage(portal, visit, { title: words.permitTitle, texts: [words.permitTooMany], status: 429, headers: { "retry-after": "60" } });
    const permit = visit.tenant && /^[A-Za-z0-9_-]{4,120}$/.test(code) ? await portal.verifyPermit(code, visit.tenant.id) : undefined;
    if (!permit) return messagePage(portal, visit, { title: words.permitUnknown, texts: [words.permitUnknownText], status: 404 });
    const { title, kind } = verdict(permit, words);
    const { lang } = visit;
    const main: Html = html`<h1>${words.permitTitle}</h1>${notice(lang, { kind, title })}${descriptionList([
      { term: words.permitPlate, value: html`<strong class="portal-confirm__value">${permit.plate}</strong>` },
      { term: words.permitZone, value: html`<strong class="portal-confirm__value">${permit.zone}</strong>` },
      { term: words.permitFrom, value: formatDate(permit.from, lang) },
      { term: words.permitUntil, value: formatDate(permit.until, lang) },
      { term: words.permitTown, value: portal.tenants.byId(permit.tenant)?.name ?? "" },
      { term: words.permitCode, value: html`<code>${code}</code>` },
    ])}<p class="portal-muted">${filled(words.permitNote, { time: formatDateTime(now, lang) })}</p>`;
    return { page: portal.layout(visit, { title, main, components: [], robots: "noindex, nofollow" }) };
  };
}

function verdict({ state }: VerifiedPermit, words: Words): { readonly title: string; readonly kind: "success" | "warning" | "danger" } {
  switch (state) {
    case "valid": return { title: words.permitValid, kind: "success" };
    case "not-yet": return { title: words.permitNotYet, kind: "warning" };
    case "expired": return { title: words.permitExpired, kind: "danger" };
    case "revoked": return { title: words.permitRevoked, kind: "danger" };
  }
}
