import type { AccountVisit, Answer, Routes, Upload } from "../../frame/index.ts";
import { accountPage, saveAddress } from "./account-page.ts";
import type { AccountPages } from "./account-pages.ts";
import { answerCase, changeConsent, uploadToCase } from "./answer-case.ts";
import { cancelAppointment, cancelAppointmentPage } from "./case-appointments.ts";
import { caseFile, contentPage } from "./case-content.ts";
import { caseDocumentsPage, changeDepositConsent, endShareWithCase, shareWithCase } from "./case-documents.ts";
import { casePage } from "./case-page.ts";
import { casesPage } from "./cases-page.ts";
import { confirmDeletionPage, deleteAccount, deleteAccountPage, deletedPage } from "./delete-account.ts";
import { exportAccount } from "./export-account.ts";
import { withdrawHandover } from "./handover-consents.ts";
import { keepMessageFile, mailboxPage, messageFile, messagePage, removeMessage } from "./mailbox-pages.ts";
import { deleteDocument, deleteDocumentPage, keepUpload, safeFile, safePage } from "./safe-pages.ts";
import { chooseOutside } from "./outside-part.ts";
import { withAccount } from "./with-account.ts";
import { withdrawCase, withdrawPage } from "./withdraw-case.ts";

/** "session", not "account": who signed in once without an account gets an explanation instead of a second sign-in. */
const signedIn = { needs: "session" } as const;

/** »Meine Vorgänge«, mailbox, document safe and account: at the Leitportal and in every town, always of all towns. */
export function accountSurface(r: Routes, portal: AccountPages): void {
  const own = (handler: (portal: AccountPages, visit: AccountVisit) => Promise<Answer>) => withAccount(portal, handler);
  const withFiles = (handler: (portal: AccountPages, visit: AccountVisit, upload: Upload) => Promise<Answer>) => withAccount(portal, handler);

  r.page("/vorgaenge", signedIn, own(casesPage));
  r.page("/vorgaenge/:id", signedIn, own((p, visit) => casePage(p, visit)));
  r.page("/vorgaenge/:id/angaben", signedIn, own(contentPage));
  r.page("/vorgaenge/:id/datei/:file", signedIn, own(caseFile));
  r.action("/vorgaenge/:id/antwort", signedIn, own(answerCase));
  r.upload("/vorgaenge/:id/unterlagen", signedIn, withFiles(uploadToCase));
  r.action("/vorgaenge/:id/einwilligung", signedIn, own(changeConsent));
  r.page("/vorgaenge/:id/dokumente", signedIn, own(caseDocumentsPage));
  r.action("/vorgaenge/:id/dokumente", signedIn, own(shareWithCase));
  r.action("/vorgaenge/:id/dokumente/ablage", signedIn, own(changeDepositConsent));
  r.action("/vorgaenge/:id/dokumente/:share/ende", signedIn, own(endShareWithCase));
  r.page("/vorgaenge/:id/termin/:appointment/absage", signedIn, own(cancelAppointmentPage));
  r.action("/vorgaenge/:id/termin/:appointment/absage", signedIn, own(cancelAppointment));
  r.page("/vorgaenge/:id/ruecknahme", signedIn, own(withdrawPage));
  r.action("/vorgaenge/:id/ruecknahme", signedIn, own(withdrawCase));
  // Whoever loads the address of a form that was sent gets the page that holds it.
  for (const sent of ["antwort", "unterlagen", "einwilligung"]) r.page(`/vorgaenge/:id/${sent}`, signedIn, (visit) => Promise.resolve({ redirect: visit.href(`/vorgaenge/${visit.params["id"] ?? ""}`) }));

  r.page("/postfach", signedIn, own(mailboxPage));
  r.page("/postfach/:id", signedIn, own((p, visit) => messagePage(p, visit)));
  r.page("/postfach/:id/datei/:file", signedIn, own(messageFile));
  r.action("/postfach/:id/datei/:file/ablage", signedIn, own(keepMessageFile));
  r.action("/postfach/:id/papierkorb", signedIn, own(removeMessage));

  r.page("/dokumente", signedIn, own((p, visit) => safePage(p, visit)));
  r.upload("/dokumente", signedIn, withFiles(keepUpload));
  r.page("/dokumente/:id", signedIn, own(safeFile));
  r.page("/dokumente/:id/loeschung", signedIn, own(deleteDocumentPage));
  r.action("/dokumente/:id/loeschung", signedIn, own(deleteDocument));

  r.page("/konto", signedIn, own((p, visit) => accountPage(p, visit)));
  r.action("/konto/benachrichtigung", signedIn, own(saveAddress));
  r.page("/konto/benachrichtigung", signedIn, (visit) => Promise.resolve({ redirect: visit.href("/konto#benachrichtigung") }));
  r.action("/konto/postfach", signedIn, own(chooseOutside));
  r.page("/konto/postfach", signedIn, (visit) => Promise.resolve({ redirect: visit.href("/konto#postfach") }));
  r.action("/konto/uebergabe/:id/widerruf", signedIn, own(withdrawHandover));
  r.page("/konto/uebergabe/:id/widerruf", signedIn, (visit) => Promise.resolve({ redirect: visit.href("/konto#einwilligungen") }));
  r.page("/konto/export", signedIn, own(exportAccount));
  r.page("/konto/loeschung", signedIn, own(deleteAccountPage));
  r.page("/konto/loeschung/bestaetigung", signedIn, own(confirmDeletionPage));
  r.action("/konto/loeschung", signedIn, own(deleteAccount));
  r.page("/konto/geloescht", { needs: "none" }, (visit) => Promise.resolve(deletedPage(portal, visit)));
}
