import { html, type Html } from "@kommunalportal/html";
import { attributeTexts, type Consent } from "#modules/handover";
import { formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { formatDate, formatDateTime } from "#ui/format";
import { isId } from "#platform/ids";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { wordsIn } from "./messages.ts";
import { asOwn } from "./with-account.ts";

const mostTimes = 10;

/** Services of others that the person handed details to: what, since when, when it was fetched, and the way to take it back. */
export async function handoverConsents(portal: AccountPages, visit: AccountVisit): Promise<readonly Html[]> {
  const consents = await asOwn(portal, visit, (tx) => portal.handover.consents(tx, visit.session.account));
  return Promise.all(consents.map((consent) => one(portal, visit, consent)));
}

async function one(portal: AccountPages, visit: AccountVisit, consent: Consent): Promise<Html> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const program = await portal.programOf(consent.client);
  const name = program === undefined ? consent.client : lang === "en" ? program.name.en ?? program.name.de : program.name.de;
  const times = consent.readings.slice(0, mostTimes).map(({ at }) => formatDateTime(at, lang));
  return html`<li><h4 class="kern-title">${name}</h4>${descriptionList([
    { term: words.handoverWho, value: `${program?.publisher ?? consent.client}, ${portal.tenants.byId(consent.tenant)?.name ?? ""}` },
    { term: words.handoverWhat, value: consent.attributes.length === 0 ? words.handoverNothing : consent.attributes.map((attribute) => attributeTexts[attribute][lang]).join(", ") },
    { term: words.handoverSince, value: formatDate(consent.givenAt, lang) },
    { term: words.handoverRead, value: times.length === 0 ? words.handoverNever : html`${times.map((time, i) => html`${i > 0 && html`<br>`}${time}`)}` },
  ])}${formButton({ text: words.handoverEnd, hidden: name, kind: "secondary", action: visit.href(`/konto/uebergabe/${consent.id}/widerruf`), csrf: session.csrf })}</li>`;
}

/** POST `/konto/uebergabe/:id/widerruf`: ends the consent with every token of it. */
export async function withdrawHandover(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const consent = visit.params["id"] ?? "";
  if (!isId(consent)) return { missing: true };
  const { account } = visit.session;
  const ended = await asOwn(portal, visit, (tx) => portal.handover.withdraw(tx, { account, consent }));
  return ended ? { redirect: visit.href("/konto?erledigt=uebergabe#einwilligungen") } : { missing: true };
}
