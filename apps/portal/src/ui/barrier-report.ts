import { html, type Html } from "@kommunalportal/html";
import { badge } from "./badge.ts";
import { formButton } from "./button.ts";
import { descriptionList } from "./description-list.ts";
import { formatDate, formatDateTime } from "./format.ts";
import { paragraphs } from "./paragraphs.ts";

export interface BarrierReportView {
  readonly reference: string;
  readonly receivedAt: Date;
  readonly answeredAt: Date | undefined;
  /** Legal day by which an answer was promised, `YYYY-MM-DD`, and whether it is over. */
  readonly answerBy: string;
  readonly overdue: boolean;
  readonly page: string;
  readonly message: string;
  readonly name: string;
  readonly email: string;
}

/** One report of a barrier (§ 5 BITVNRW) with whom to answer, and a button to note that it was answered. For staff, so in German. */
export function barrierReportPart(report: BarrierReportView, done: { readonly action: string; readonly csrf: string }): Html {
  const { reference, receivedAt, answeredAt, page, message, name, email } = report;
  const state = answeredAt ? badge(`beantwortet am ${formatDate(answeredAt, "de")}`, "success") : report.overdue ? badge("überfällig", "danger") : badge(`Antwort bis ${formatDate(report.answerBy, "de")}`, "info");
  return html`<section class="portal-section"><h2>${reference}</h2><p>${state}</p>${paragraphs(message)}
${descriptionList([
    { term: "Eingegangen", value: formatDateTime(receivedAt, "de") }, { term: "Seite", value: page === "" ? "nicht genannt" : page }, { term: "Name", value: name === "" ? "nicht genannt" : name },
    { term: "Antwort an", value: email === "" ? "keine Antwort gewünscht" : html`<a class="kern-link" href="mailto:${encodeURIComponent(email).replace("%40", "@")}?subject=${encodeURIComponent(`Ihre Meldung ${reference}`)}">${email}</a>` },
  ])}${answeredAt === undefined && formButton({ text: "Als beantwortet vermerken", kind: "secondary", hidden: reference, action: done.action, csrf: done.csrf })}</section>`;
}
