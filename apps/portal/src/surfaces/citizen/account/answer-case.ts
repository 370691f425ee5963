import { longestAnswer, type ReplyOutcome } from "#modules/answers";
import { isId } from "#platform/ids";
import { controlId } from "#ui/fields/control-id";
import { onlyLanguage, type AccountVisit, type Answer, type Upload } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { casePage } from "./case-page.ts";
import { uploadBytes, uploadFiles, type Problem } from "./case-requests.ts";
import { fileRefusal } from "./file-refusal.ts";
import { wordsIn } from "./messages.ts";
import { ownCase } from "./own-case.ts";

/** Which form of the page was sent: the request it answers, or `frei`. */
function aboutOf(given: string | undefined): { readonly about: string; readonly request: string | undefined } {
  return isId(given) ? { about: given, request: given } : { about: "frei", request: undefined };
}

/** POST `/vorgaenge/:id/antwort`: words for the office. */
export async function answerCase(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const application = found.own.case.head.id;
  const { about, request } = aboutOf(visit.field("zu"));
  const text = visit.field(`text-${about}`);
  if (onlyLanguage(visit)) return casePage(portal, visit, { about, text, lines: [], errors: {} });
  const outcome = await portal.answers.reply({ application, access: { kind: "account", account: visit.session.account }, text, ...(request === undefined ? {} : { request }) });
  if (outcome.ok) return { redirect: visit.href(`/vorgaenge/${application}?erledigt=antwort`) };
  return casePage(portal, visit, textProblem(visit, about, `text-${about}`, text, outcome));
}

function textProblem(visit: AccountVisit, about: string, field: string, text: string, outcome: Extract<ReplyOutcome, { ok: false }>): Problem {
  const words = wordsIn(visit.lang);
  const message = outcome.why === "text-missing" ? words.errText : outcome.why === "text-too-long" ? words.errTextLong : words.errNotOpen;
  const atField = outcome.why === "text-missing" || outcome.why === "text-too-long";
  return { about, text, lines: [atField ? { fieldId: controlId(field), message } : { message }], errors: atField ? { text: message } : {} };
}

/** POST `/vorgaenge/:id/unterlagen`: files for a running application, streamed one after the other; no new application is made. */
export async function uploadToCase(portal: AccountPages, visit: AccountVisit, upload: Upload): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const application = found.own.case.head.id;
  const access = { kind: "account", account: session.account } as const;
  const refused: string[] = [];
  let taken = 0;
  let held = false;
  let letGo = false;
  const fields = await upload.read({ maxFileBytes: uploadBytes, maxFiles: uploadFiles }, async (part, soFar) => {
    // The button stands in the head of the page, so its field comes first.
    if (onlyLanguage({ fields: soFar })) { letGo = true; part.stream.resume(); return; }
    const { request } = aboutOf(soFar.get("zu")?.[0]);
    const added = await portal.answers.addDocument({ application, access, name: part.fileName, content: part.stream, truncated: () => part.truncated(), ...(request === undefined ? {} : { label: request }) });
    if (!added.ok) refused.push(fileRefusal(lang, added.why, part.fileName, uploadBytes));
    else { taken += 1; held ||= added.scan === "held"; }
  });
  const { about, request } = aboutOf(fields.get("zu")?.[0]);
  const note = (fields.get(`notiz-${about}`)?.[0] ?? "").trim();
  const complete = request !== undefined && fields.get("alle")?.[0] === "ja";
  const control = controlId(`dateien-${about}`);
  if (onlyLanguage({ fields })) return casePage(portal, visit, { about, text: note, complete, lines: letGo ? [{ fieldId: control, message: words.errFilesAgain }] : [], errors: letGo ? { files: words.errFilesAgain } : {} });
  // »All documents« without a file is fine once some were sent before.
  const before = found.own.case.files.some(({ kind, label }) => kind === "reply" && label === request);
  if (refused.length > 0 || (taken === 0 && !(complete && before))) {
    const messages = refused.length > 0 ? refused : [words.errNoFile];
    const long = note.length > longestAnswer ? words.errTextLong : undefined;
    return casePage(portal, visit, {
      about, text: note, complete, lines: [...messages.map((message) => ({ fieldId: control, message })), ...(long === undefined ? [] : [{ fieldId: controlId(`notiz-${about}`), message: long }])],
      errors: { files: messages.join(" "), ...(long === undefined ? {} : { text: long }) },
    });
  }
  if (complete || note !== "") {
    const outcome = complete ? await portal.answers.documentsComplete({ application, access, request, text: note }) : await portal.answers.reply({ application, access, text: note });
    if (!outcome.ok) return casePage(portal, visit, { ...textProblem(visit, about, `notiz-${about}`, note, outcome), complete });
  }
  return { redirect: visit.href(`/vorgaenge/${application}?erledigt=${held ? "pruefung" : "unterlagen"}`) };
}

/** POST `/vorgaenge/:id/einwilligung`: decisions electronically or by post. */
export async function changeConsent(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const application = found.own.case.head.id;
  const outcome = await portal.answers.setConsent({ application, account: visit.session.account, agreed: visit.field("ja") === "1" });
  return outcome.ok ? { redirect: visit.href(`/vorgaenge/${application}?erledigt=einwilligung`) } : { missing: true };
}
