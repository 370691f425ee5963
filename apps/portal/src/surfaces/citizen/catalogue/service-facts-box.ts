import { html, type Content } from "@kommunalportal/html";
import { addressLines, inLang, listInLang, type Fee, type ServiceInTown } from "#modules/catalogue";
import type { ResolvedLink } from "#modules/gateway";
import { formatMoney } from "#ui/format";
import { phoneLink } from "#ui/contact-box";
import { inItsLanguage } from "#ui/in-its-language";
import { serviceFacts } from "#ui/service-facts";
import type { Lang, TownVisit } from "../../frame/index.ts";
import { whoseService } from "../gateway/efa-page.ts";
import { sayEfa } from "../gateway/messages.ts";
import { say } from "./messages.ts";

/** Everything a person wants to know before the start: sign-in, fee, time, documents, other ways, privacy notice. */
export function serviceFactsBox(visit: TownVisit, shown: ServiceInTown, elsewhere?: ResolvedLink) {
  const { lang } = visit;
  const [online] = shown.online;
  const { minutes, trustLevel, otherWays } = online?.facts ?? {};
  const efa = online === undefined ? elsewhere?.efa : undefined;
  const open = efa !== undefined && elsewhere?.way.kind === "efa";
  return serviceFacts(lang, {
    signIn: open ? (efa.signIn ? inLang(efa.signIn, lang) : sayEfa(lang, "signInThere")) : online === undefined ? say(lang, "notOnline") : say(lang, `level${trustLevel ?? 0}`),
    ...(minutes === undefined ? {} : { duration: say(lang, "minutes", { count: minutes }) }),
    ...(shown.text.documents === undefined ? {} : { documents: documentsOf(shown.text.documents, lang) }),
    ...feeOf(visit, shown),
    otherWays: otherWays === undefined ? derivedWays(visit, shown) : list(listInLang(otherWays, lang)),
    ...(shown.privacy === undefined ? {} : { privacyHref: "#datenschutz-hinweis" }),
    ...(online?.slug !== undefined ? { startHref: visit.href(`/antrag/${online.slug}`) } : online?.url !== undefined ? { startHref: online.url, startText: say(lang, "externalOnline") } : {}),
    // Never straight to another house: the page between names who gets the application.
    ...(open ? { startHref: visit.href(`/efa/${shown.service.leikaKey}`), startText: whoseService(efa.state, lang), ...(efa.minutes === undefined ? {} : { duration: say(lang, "minutes", { count: efa.minutes }) }) } : {}),
  });
}

function feeOf({ lang }: TownVisit, { fees, text }: ServiceInTown): { readonly fee?: Content } {
  if (fees.length > 0) return { fee: html`${list(fees.map((fee) => feeLine(fee, lang)))}${fees.length === 1 && text.feeNote !== undefined && html`<br>${inItsLanguage(text.feeNote, lang)}`}` };
  return text.feeNote === undefined ? {} : { fee: inItsLanguage(text.feeNote, lang) };
}

function documentsOf(documents: { readonly value: readonly string[]; readonly lang: Lang }, lang: Lang): readonly Content[] {
  return documents.value.map((value) => inItsLanguage({ value, lang: documents.lang }, lang));
}

/** "ein Hund: 96,00 € im Jahr". */
export function feeLine(fee: Fee, lang: "de" | "en"): string {
  const amount = fee.cents === 0 ? say(lang, "free") : `${formatMoney(fee.cents, lang)} ${say(lang, fee.per)}`.trim();
  return `${inLang(fee.label, lang)}: ${amount}`;
}

/** Where the town has named no other ways: the office's counter, telephone and address, or the town hall and 115. */
function derivedWays({ lang }: TownVisit, { competence }: ServiceInTown): Content {
  if (!competence.known) return list([say(lang, "counterUnknown"), say(lang, "phone115")]);
  const { office } = competence;
  const address = addressLines(office);
  return html`<ul><li>${say(lang, "counter", { office: inLang(office.name, lang) })}</li>${office.phone !== undefined && html`<li>${say(lang, "byPhone", { phone: "" }).trim()} ${phoneLink(office.phone)}</li>`}${address.length > 0 && html`<li>${say(lang, "byMail", { address: address.slice(0, 3).join(", ") })}</li>`}</ul>`;
}

function list(lines: readonly string[]): Content {
  return lines.length === 1 ? lines[0] : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
