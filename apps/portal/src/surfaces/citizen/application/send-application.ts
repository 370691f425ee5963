import { isId } from "#platform/ids";
import type { PaymentWay, SubmitOutcome } from "#modules/applications";
import { linkButton } from "#ui/button";
import type { ErrorLine } from "#ui/error-summary";
import type { Answer, Upload } from "../../frame/index.ts";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { showCheck } from "./check-answers.ts";
import { deliveryControl, noticeAddress, noticeControl } from "./check-fields.ts";
import { addressGiven } from "./delivery-address.ts";
import { howToAnswer } from "./how-to-answer.ts";
import { keptWithSubmission } from "./kept-with-submission.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { bodyFields, keepingInput } from "./lost-post.ts";
import { messagePage } from "./message-page.ts";
import { wordsIn } from "./messages.ts";
import { draftGone, identifyAgain, openOwn } from "./open-own.ts";
import { showStep } from "./step-page.ts";

interface Sent { readonly requestId: string; readonly confirmed: boolean; readonly way: string; readonly consent: boolean; readonly notice: string; readonly delivery: string; readonly place: string }

/** POST `/antrag/:draft/absenden`: the draft becomes an application, once, however often this is sent. */
export function sendApplication(portal: ApplicationPages, visit: TownSessionVisit, upload: Upload): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  return keepingInput(portal, visit, { page: `/antrag/${id}/pruefen`, fields: () => bodyFields(visit), sending: true }, async () => {
    const fields = await upload.read({ maxFileBytes: 1, maxFiles: 1 }, (part) => { part.stream.resume(); return Promise.resolve(); });
    const first = (name: string): string => (fields.get(name)?.[0] ?? "").trim();
    const sent: Sent = { requestId: first("anfrage"), confirmed: first("verbindlich") === "1", way: first("zahlweg"), consent: first("bekanntgabe") === "ja", notice: first("hinweis"), delivery: first("benachrichtigung").slice(0, 300), place: first("antwort") };
    // Without the hidden fields of the check page nobody has seen it.
    if (!isId(id) || !isId(sent.requestId) || !sent.confirmed) return isId(id) ? { redirect: visit.href(`/antrag/${id}/pruefen`) } : { missing: true };
    return send(portal, visit, id, sent);
  });
}

const ways: readonly PaymentWay[] = ["online", "transfer", "counter"];

async function send(portal: ApplicationPages, visit: TownSessionVisit, draft: string, sent: Sent): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const address = visit.session.account === undefined && portal.visitorNotices ? noticeAddress(sent.notice) : "";
  if (address === undefined) return again(portal, visit, sent, { fieldId: noticeControl, message: words.noticeWrong });
  // Without the consent nothing is asked for.
  const delivery = sent.consent ? addressGiven((await howToAnswer(portal, visit)).delivery, sent) : { address: undefined };
  if ("wrong" in delivery) return again(portal, visit, sent, { fieldId: deliveryControl, message: words[delivery.wrong] });
  const way = ways.find((one) => one === sent.way);
  const applicant = applicantOf(visit.session);
  const outcome = await portal.applications.submit({ draft, tenant: visit.tenant.id, applicant, confirmed: true, requestId: sent.requestId, electronicDecisions: sent.consent, along: keptWithSubmission(portal, visit, { noticeMail: delivery.address, place: sent.place, visitorAddress: address }), ...(way === undefined ? {} : { way }) });
  if (outcome.kind === "problems" || outcome.kind === "refused") return notSent(portal, visit, draft, outcome);
  const subject = { application: outcome.application, tenant: visit.tenant.id };
  const paying = outcome.kind === "payment" ? await portal.payingPath(subject) : undefined;
  return { redirect: visit.href(paying ?? `/eingang/${outcome.application}`) };
}

/** The check page with everything as it was sent. */
async function again(portal: ApplicationPages, visit: TownSessionVisit, sent: Sent, error: ErrorLine): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  return opened.ok ? showCheck(portal, visit, opened, { ...sent, errors: [error] }) : opened.answer;
}

async function notSent(portal: ApplicationPages, visit: TownSessionVisit, draft: string, outcome: Extract<SubmitOutcome, { kind: "problems" | "refused" }>): Promise<Answer> {
  const words = wordsIn(visit.lang);
  const page = `/antrag/${draft}/pruefen`;
  const back = linkButton({ text: words.backToCheck, href: visit.href(page) });
  if (outcome.kind === "problems") return mend(portal, visit, outcome);
  switch (outcome.why) {
    case "not-found": return draftGone(portal, visit, page);
    case "level-too-low": return identifyAgain(portal, visit, outcome.needed, page, "levelSend");
    // The check page says what is missing.
    case "account-needed": return { redirect: visit.href(page) };
    case "switched-off": return messagePage(portal, visit, { title: words.switchedOffTitle, texts: [words.switchedOffText], status: 409, actions: back });
    case "no-payment-way": return messagePage(portal, visit, { title: words.noWayTitle, texts: [words.noWayText], status: 409, actions: back });
  }
}

/** Something is not right any more: the first step where it can be mended, with its errors. */
async function mend(portal: ApplicationPages, visit: TownSessionVisit, { problems }: Extract<SubmitOutcome, { kind: "problems" }>): Promise<Answer> {
  const opened = await openOwn(portal, visit, "pruefen");
  if (!opened.ok) return opened.answer;
  const { draft, service } = opened;
  const step = problems.find((one) => one.step !== undefined)?.step;
  if (step === undefined) return { redirect: visit.href(`/antrag/${draft.id}/pruefen`) };
  const errors = problems.flatMap(({ path, message, step: at }) => (at === step && message !== undefined ? [{ path, message, code: "rule" as const }] : []));
  return showStep(portal, visit, { draft, service, step, errors, back: true, status: 422 });
}
