import type { AccountVisit, Answer, Routes } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { aheadOf } from "./ahead.ts";
import { beginDraft } from "./begin-draft.ts";
import { checkAnswers, checkInOtherLanguage } from "./check-answers.ts";
import { deleteOwn, deletePage } from "./delete-page.ts";
import { changeEasy } from "./easy-language.ts";
import { declineFromRegister, evidenceDocument, evidencePage, fetchFromRegister, useFromRegister } from "./evidence-page.ts";
import { backFromExtension, leadToExtension, postExtension } from "./extension-step.ts";
import { fromSafePage, useFromSafe } from "./from-safe-page.ts";
import { inTown, type TownSessionVisit } from "./in-town.ts";
import { createPermitPage } from "./permit-page.ts";
import { confirmAsParticipant, fillInPart, lookAsParticipant, participantPage } from "./participant-page.ts";
import { participationPage } from "./participation-page.ts";
import { handInPart, partPdf } from "./part-check-page.ts";
import { postStep } from "./post-step.ts";
import { answerQuickCheck, quickCheckPage } from "./quick-check-page.ts";
import { leaveReturn, returnPage, returnWithCode } from "./return-page.ts";
import { receiptFile, receiptPage } from "./receipt-page.ts";
import { resumeDraft } from "./resume.ts";
import { savedPage } from "./saved-page.ts";
import { sendApplication } from "./send-application.ts";
import { startPage } from "./start-page.ts";
import { changeNotice, lookUp, statusPage } from "./status-page.ts";
import { stepPage } from "./step-page.ts";
import { taskPage } from "./task-page.ts";
import { invitePerson, takeInvitationBack, togetherPage } from "./together-page.ts";
import { takeOver, takeOverPage } from "./take-over-page.ts";

const anybody = { needs: "visitor" } as const;

/** From the start page of a service to the acknowledgement, the status look-up and the check of a permit. `:id` is a service's name or a draft's id. */
export function applicationSurface(r: Routes, portal: ApplicationPages): void {
  const ahead = aheadOf(portal);
  const page = (handler: (portal: ApplicationPages, visit: TownSessionVisit) => Promise<Answer>) => inTown((visit: TownSessionVisit) => handler(portal, visit));

  r.page("/antrag/:id", { ...anybody, ahead: ahead.drafts }, page(startPage));
  r.page("/antrag/:id/vorab-check", anybody, page(quickCheckPage));
  r.action("/antrag/:id/vorab-check", anybody, page(answerQuickCheck));
  r.action("/antrag/:id/leichte-sprache", anybody, page(changeEasy));
  r.action("/antrag/:id/entwurf", anybody, page(beginDraft));
  // Whoever loads the address of a form that was sent gets the page that holds it.
  r.page("/antrag/:id/entwurf", anybody, (visit) => Promise.resolve({ redirect: visit.href(`/antrag/${visit.params["id"] ?? ""}`) }));
  r.page("/antrag/:id/weiter", { ...anybody, ahead: ahead.draft }, page(resumeDraft));
  r.page("/antrag/:id/uebernahme", anybody, page(takeOverPage));
  r.action("/antrag/:id/uebernahme", anybody, page(takeOver));
  r.page("/antrag/:id/aufgaben", { ...anybody, ahead: ahead.draft }, page(taskPage));
  r.page("/antrag/:id/gespeichert", anybody, page(savedPage));
  r.page("/antrag/:id/loeschung", anybody, page(deletePage));
  r.action("/antrag/:id/loeschung", anybody, page(deleteOwn));
  r.page("/antrag/:id/gemeinsam", anybody, page(togetherPage));
  r.action("/antrag/:id/gemeinsam", anybody, page(invitePerson));
  r.action("/antrag/:id/gemeinsam/:person/ruecknahme", anybody, page(takeInvitationBack));
  r.action("/antrag/:id/rueckkehr", anybody, page(leaveReturn));
  r.page("/antrag/:id/rueckkehr", anybody, (visit) => Promise.resolve({ redirect: visit.href(`/antrag/${visit.params["id"] ?? ""}/gespeichert`) }));
  r.page("/antrag/:id/pruefen", { ...anybody, ahead: ahead.draft }, page(checkAnswers));
  r.action("/antrag/:id/pruefen", { ...anybody, ahead: ahead.draft }, page(checkInOtherLanguage));
  r.upload("/antrag/:id/absenden", anybody, inTown((visit, upload) => sendApplication(portal, visit, upload)));
  r.page("/antrag/:id/absenden", anybody, (visit) => Promise.resolve({ redirect: visit.href(`/antrag/${visit.params["id"] ?? ""}/pruefen`) }));
  r.page("/antrag/:id/:step/dokumente", { needs: "account" }, inTown<AccountVisit, []>((visit) => fromSafePage(portal, visit)));
  r.action("/antrag/:id/:step/dokumente", { needs: "account" }, inTown<AccountVisit, []>((visit) => useFromSafe(portal, visit)));
  r.page("/antrag/:id/:step/nachweis", anybody, page(evidencePage));
  r.page("/antrag/:id/:step/nachweis/dokument", anybody, page(evidenceDocument));
  r.action("/antrag/:id/:step/nachweis/abruf", anybody, page(fetchFromRegister));
  r.action("/antrag/:id/:step/nachweis/verwendung", anybody, page(useFromRegister));
  r.action("/antrag/:id/:step/nachweis/ablehnung", anybody, page(declineFromRegister));
  r.upload("/antrag/:id/:step/erweiterung", anybody, inTown((visit, upload) => postExtension(portal, visit, upload)));
  r.page("/antrag/:id/:step/erweiterung", anybody, page(leadToExtension));
  r.page("/antrag/:id/:step/rueckgabe", anybody, page(backFromExtension));
  r.page("/antrag/:id/:step", { ...anybody, ahead: ahead.draft }, page(stepPage));
  r.upload("/antrag/:id/:step", { ...anybody, ahead: ahead.draft }, inTown((visit, upload) => postStep(portal, visit, upload)));

  r.page("/entwurf/:link", anybody, page(returnPage));
  r.action("/entwurf/:link", anybody, page(returnWithCode));

  r.page("/beteiligung/:link", anybody, page(participantPage));
  r.action("/beteiligung/:link", anybody, page(lookAsParticipant));
  r.action("/beteiligung/:link/angaben", anybody, page(fillInPart));
  r.action("/antrag/:id/fertig", anybody, page(handInPart));
  r.page("/antrag/:id/meine-angaben.pdf", anybody, page(partPdf));
  r.action("/beteiligung/:link/bestaetigung", anybody, page(confirmAsParticipant));

  r.page("/beteiligt/:id", { needs: "account" }, inTown<AccountVisit, []>((visit) => participationPage(portal, visit)));

  r.page("/eingang/:id", { ...anybody, ahead: ahead.case }, page(receiptPage));
  r.page("/eingang/:id/zusammenfassung.pdf", anybody, page(receiptFile));

  r.page("/status", anybody, (visit) => statusPage(portal, visit));
  r.action("/status", anybody, (visit) => lookUp(portal, visit));
  r.action("/status/hinweis", anybody, (visit) => changeNotice(portal, visit));

  r.page("/genehmigung/:code", { needs: "none" }, createPermitPage(portal));
}
