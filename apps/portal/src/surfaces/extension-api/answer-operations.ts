import { z } from "zod";
import { operation, written } from "./operation.ts";
import { decision, decisionRequest, id, messageAnswer, messageRequest, statusAnswer, statusRequest } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });

export const answerOperations = [
  operation({
    id: "changeStatus", method: "POST", path: "/applications/{id}/status", tag: "answers", scope: "status.schreiben", since: "1.0", stability: "stable", writes: true,
    summary: { de: "Bearbeitungsstand setzen", en: "Set the status" },
    description: { de: "Ein Schritt nach denselben Regeln, die für Mitarbeitende gelten. Die Person sieht ihn sofort.", en: "A step by the same rules that hold for staff. The person sees it at once." },
    params: params(), query: z.strictObject({}), body: statusRequest, success: { status: 201, content: statusAnswer }, problems: ["not-found", "body-invalid", "status-not-allowed", "office-needed", "text-too-long"],
    async handle({ bearer, params: { id: application }, body, write }, { extensions }) {
      return written(await extensions.writeStatus(bearer, { application, to: body.status, text: body.text ?? "", office: body.office }, write));
    },
  }),
  operation({
    id: "sendMessage", method: "POST", path: "/applications/{id}/messages", tag: "answers", scope: "nachrichten.senden", since: "1.0", stability: "stable", writes: true,
    summary: { de: "Nachricht, Rückfrage oder Nachforderung senden", en: "Send a message, a question or a request for documents" },
    description: { de: "Der Text kommt in das Postfach der Person. Ohne Konto steht er bei ihrer Statusabfrage; hat sie sich dafür einmalig ausgewiesen, steht dort nur, dass es ihn gibt (`getMailboxWay` sagt es vorher). Ob jemand davon erfährt, es lesen und im Portal antworten kann, steht in der Antwort (`reached`, `readable`, `answerable`). Die Benachrichtigung per E-Mail nennt weder Absender noch Inhalt.", en: "The text goes to the person’s mailbox. Without an account it stands at their status page; where they have proved who they are once, only that it is there (`getMailboxWay` says so before). Whether anybody learns of it, can read it and answer at the portal stands in the answer (`reached`, `readable`, `answerable`). The notice by mail names neither sender nor content." },
    params: params(), query: z.strictObject({}), body: messageRequest, success: { status: 201, content: messageAnswer },
    problems: ["not-found", "body-invalid", "status-not-allowed", "office-needed", "text-missing", "text-too-long", "nothing-asked", "due-day-wrong", "due-day-passed", "upload-unknown", "mailbox-needed", "file-held"],
    async handle({ bearer, params: { id: application }, body, write }, { extensions }) {
      return written(await extensions.sendMessage(bearer, { application, kind: body.kind, text: body.text, documents: body.documents ?? [], dueOn: body.dueOn, office: body.office, attachments: body.attachments ?? [] }, write));
    },
  }),
  operation({
    id: "provideDecision", method: "POST", path: "/applications/{id}/decisions", tag: "answers", scope: "bescheide.zustellen", since: "1.0", stability: "stable", writes: true, takesPdf: true,
    summary: { de: "Bescheid bekannt geben", en: "Issue a decision" },
    description: {
      de: "Das Portal setzt den Brief aus den strukturierten Angaben und zeigt sie immer auch als Webseite. Statt des Briefs kann ein eigenes PDF mitgehen: als `multipart/form-data` mit den Feldern `request` (dieses JSON), `sha256` (Prüfsumme, hexadezimal) und zuletzt `pdf`, oder als abgelegte Datei in `letter`. Einwilligung, Vertrauensniveau, Begründung und Rechtsbehelf prüft das Portal.",
      en: "The portal makes the letter from the structured data and always shows it as a page too. A PDF of your own may go instead: as `multipart/form-data` with the fields `request` (this JSON), `sha256` (checksum, hexadecimal) and last `pdf`, or as an upload in `letter`. Consent, trust level, reasons and remedies are checked by the portal.",
    },
    params: params(), query: z.strictObject({}), body: decisionRequest, success: { status: 201, content: decision },
    problems: ["not-found", "body-invalid", "status-not-allowed", "office-needed", "decision-incomplete", "post-needed", "pdf-empty", "pdf-not-a-pdf", "pdf-too-large", "pdf-malware", "pdf-cannot-be-checked", "pdf-no-room", "pdf-hash-wrong", "upload-unknown"],
    async handle({ bearer, params: { id: application }, body, pdf, write }, { extensions }) {
      const { kind, subject, paragraphs, salutation, remedy } = body;
      return written(await extensions.provideDecision(bearer, {
        application, signatory: body.signatory, way: body.way, addressee: body.addressee, minimumLevel: body.minimumLevel, office: body.office, pdf, letter: body.letter,
        draft: { kind, subject, paragraphs, amounts: body.amounts ?? [], conditions: body.conditions ?? [], reasons: body.reasons ?? [], ...(salutation === undefined ? {} : { salutation }), ...(remedy ? { remedy } : {}) },
      }, write));
    },
  }),
];
