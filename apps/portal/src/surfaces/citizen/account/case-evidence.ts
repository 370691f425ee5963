import { html, type Html } from "@kommunalportal/html";
import type { ApplicationFile } from "#modules/applications";
import { linkButton } from "#ui/button";
import { fileList, type FileItem } from "#ui/file-list";
import { legalDate } from "#platform/clock";
import { formatDate, formatDateTime, formatTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { AccountVisit } from "../../frame/index.ts";
import { contactsOf, whoseEvent } from "./case-offices.ts";
import { filled, wordsIn } from "./messages.ts";
import type { OwnCase } from "./own-case.ts";

/** What was sent: answers, uploads, later documents, the PDF. */
export function caseFiles(visit: AccountVisit, own: OwnCase): Html {
  const words = wordsIn(visit.lang);
  const { head, files } = own.case;
  return section({
    title: words.documents,
    body: html`${files.length > 0 && fileList(visit.lang, files.map((file) => fileItem(visit, head.id, file)))}<p>${linkButton({ text: words.seeAnswers, kind: "secondary", href: visit.href(`/vorgaenge/${head.id}/angaben`) })} ${linkButton({ text: words.shareLink, kind: "secondary", href: visit.href(`/vorgaenge/${head.id}/dokumente`) })}</p>`,
  });
}

function fileItem(visit: AccountVisit, application: string, file: ApplicationFile): FileItem {
  const words = wordsIn(visit.lang);
  const name = file.kind !== "rendition" ? file.name : file.label === "a-3a" ? words["rendition.a-3a"] : words["rendition.ua-1"];
  const remark = file.scan === "held" ? words.fileHeld : file.scan === "found" ? words.fileFound : file.scan === "unchecked" ? words.fileUnchecked : undefined;
  const openable = file.scan === "clean" || file.scan === "unchecked";
  return { name, size: file.size, type: file.type, ...(remark === undefined ? {} : { remark }), ...(openable ? { href: visit.href(`/vorgaenge/${application}/datei/${file.id}`) } : {}) };
}

/** When a Fachverfahren confirmed that it has the application: told by the hub in the application's own log. */
export function caseReceipts(visit: AccountVisit, own: OwnCase): Html | false {
  const { lang } = visit;
  const words = wordsIn(lang);
  const receipts = own.case.events.filter(({ type }) => type === "delivery-accepted");
  const named = contactsOf(own).length > 1 || own.formerly.size > 0;
  return receipts.length > 0 && section({ title: words.receipts, body: html`<ul class="portal-list">${receipts.map((event) => html`<li>${named && `${whoseEvent(event, own) ?? own.town}: `}${filled(words.receipt, { name: typeof event.data["name"] === "string" ? event.data["name"] : words.receiptSystem, date: formatDateTime(event.at, lang) })}</li>`)}</ul>` });
}

/** Which office or extension looked, and when: never which person, that is the office's own business. */
export function caseReaders(visit: AccountVisit, own: OwnCase): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const looks = looksInWords(visit, own);
  // A clerk at work opens a case many times a day: one line for the day, each time below it.
  const rows = [...Map.groupBy(looks, ({ who, what, at }) => JSON.stringify([who, what, legalDate(at)])).values()].flatMap((times) => {
    const [last, ...before] = times;
    return last === undefined ? [] : [[last.who, last.what, before.length === 0 ? formatDateTime(last.at, lang)
      : html`<details><summary>${filled(words.readOften, { date: formatDate(last.at, lang), times: String(times.length) })}</summary>${times.map(({ at }) => formatTime(at, lang)).join(", ")}</details>`]];
  });
  return section({
    title: words.readers,
    body: html`<p class="portal-muted">${words.readersIntro}</p>${rows.length === 0 ? html`<p>${words.readersNone}</p>` : table(lang, { caption: words.readers, captionHidden: true, dense: true, columns: [{ title: words.colWho }, { title: words.colWhat }, { title: words.colWhen }], rows })}`,
  });
}

/** Which office of which town looked: the same office by name may be another town's. */
export const readerKey = ({ tenant, office }: Pick<OwnCase["readers"][number], "tenant" | "office">): string => `${tenant ?? ""} ${office ?? ""}`;

/** Each look: which office of which town or which program; what it opened. */
export function looksInWords({ lang }: AccountVisit, { readers, programs, readerNames }: Pick<OwnCase, "readers" | "programs" | "readerNames">): readonly { readonly who: string; readonly what: string; readonly at: Date }[] {
  const words = wordsIn(lang);
  return readers.map((one) => {
    const who = one.actorKind === "extension" ? programs.get(one.actor ?? "") ?? words["reader.extension"] : one.office === null ? words["reader.staff"] : readerNames.get(readerKey(one)) ?? one.office;
    const key = `read.${one.action}`;
    return { who, what: key in words ? words[key as "read.file.read"] : one.action, at: one.at };
  });
}
