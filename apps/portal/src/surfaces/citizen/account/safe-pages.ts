import { html, type Html } from "@kommunalportal/html";
import type { Consent, SafeDocument } from "#modules/safe";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { errorSummary } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { formatDate, formatFileSize, formatMediaTypes } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { AccountVisit, Answer, Upload } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { townName } from "./case-words.ts";
import { fileControl } from "./file-control.ts";
import { fileRefusal } from "./file-refusal.ts";
import { levelGate } from "./level-gate.ts";
import { filled, wordsIn } from "./messages.ts";
import { asOwn, ownPage } from "./with-account.ts";

/** GET `/dokumente`. */
export async function safePage(portal: AccountPages, visit: AccountVisit, problem?: string): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const { account } = session;
  const { documents, usage, consents } = await asOwn(portal, visit, async (tx) => ({ documents: await portal.safe.list(tx, account), usage: await portal.safe.usage(tx, account), consents: await portal.safe.consents(tx, account) }));
  const control = controlId("datei");
  const done = { abgelegt: words.safeKept, geloescht: words.safeRemoved }[visit.query.get("erledigt") ?? ""];
  const size = formatFileSize(portal.safe.largestBytes, lang);
  const main = html`${problem !== undefined ? errorSummary(lang, [{ fieldId: control, message: problem }]) : done !== undefined && notice(lang, { kind: "success", title: done, live: true })}<h1>${words.safe}</h1><p class="portal-lead">${words.safeIntro}</p>
${documents.length === 0 ? emptyState({ icon: "drive-folder-upload", text: words.safeEmpty }) : section({ title: words.safeList, body: html`${documentTable(visit, documents)}<p class="portal-muted">${filled(words.safeUsage, { documents: usage.documents, most: usage.mostDocuments, bytes: formatFileSize(usage.bytes, lang), mostBytes: formatFileSize(usage.mostBytes, lang) })}</p>` })}
${section({ title: words.safeAdd, body: form(lang, { action: visit.href("/dokumente"), csrf: session.csrf, multipart: true, body: html`${fileControl(lang, { name: "datei", label: words.safeFile, hint: filled(words.safeFileHint, { size }), mostBytes: portal.safe.largestBytes, ...(problem === undefined ? {} : { error: problem }) })}${buttonGroup(button({ text: words.safeUpload, icon: "drive-folder-upload" }))}` }) })}
${consents.length > 0 && section({ title: words.safeUses, body: await consentTable(portal, visit, consents, documents) })}`;
  return { page: await ownPage(portal, visit, "safe", { title: words.safe, main, wide: true, hasErrors: problem !== undefined }), status: problem === undefined ? 200 : 422 };
}

function documentTable(visit: AccountVisit, documents: readonly SafeDocument[]): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const rows = documents.map((one) => {
    const openable = one.state === "kept" || one.state === "unchecked";
    const remark = one.state === "held" ? words.fileHeld : one.state === "found" ? words.fileFound : one.state === "unchecked" ? words.fileUnchecked : undefined;
    const facts = [formatMediaTypes([one.type], lang), formatFileSize(one.size, lang), remark].filter((fact) => fact !== undefined).join(", ");
    return [
      html`${openable ? html`<a class="kern-link" href="${visit.href(`/dokumente/${one.id}`)}">${one.name}</a>` : one.name}<span class="portal-line portal-muted">${facts}</span>`,
      words[`origin.${one.origin}`], formatDate(one.keptAt, lang), linkButton({ text: words.delete, kind: "tertiary", small: true, hidden: one.name, href: visit.href(`/dokumente/${one.id}/loeschung`) }),
    ];
  });
  return table(lang, { caption: words.safeList, captionHidden: true, columns: [{ title: words.colDocument }, { title: words.colOrigin }, { title: words.colDay }, { title: words.colActions, hidden: true }], rows });
}

export async function consentTable(portal: AccountPages, visit: AccountVisit, consents: readonly Consent[], documents: readonly SafeDocument[]): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const rows = await Promise.all(consents.map(async (one) => [
    documents.find(({ id }) => id === one.document)?.name ?? words.deletedDocument, (await portal.forms.service(one.service))?.package.service.title[lang] ?? one.service, townName(portal, one.tenant), formatDate(one.at, lang),
  ]));
  return table(lang, { caption: words.safeUses, captionHidden: true, columns: [{ title: words.colDocument }, { title: words.colService }, { title: words.colTown }, { title: words.colWhen }], rows });
}

/** POST `/dokumente`: one document, streamed. */
export async function keepUpload(portal: AccountPages, visit: AccountVisit, upload: Upload): Promise<Answer> {
  const { lang, session } = visit;
  const mostBytes = portal.safe.largestBytes;
  let refused: string | undefined = wordsIn(lang).errNoFile;
  await upload.read({ maxFileBytes: mostBytes, maxFiles: 1 }, async (part) => {
    const kept = await portal.safe.keep({ account: session.account, name: part.fileName, content: part.stream, truncated: () => part.truncated(), origin: { kind: "upload" }, minimumLevel: 1 });
    refused = kept.ok ? undefined : fileRefusal(lang, kept.why, part.fileName, mostBytes);
  });
  return refused === undefined ? { redirect: visit.href("/dokumente?erledigt=abgelegt") } : safePage(portal, visit, refused);
}

/** GET `/dokumente/:id`. */
export async function safeFile(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const opened = await asOwn(portal, visit, (tx) => portal.safe.open(tx, { account: visit.session.account, level: visit.session.level, document: id }));
  if (opened.ok) return { body: opened.content, type: opened.document.type, download: opened.document.name };
  if (opened.why !== "level-too-low") return { missing: true };
  const words = wordsIn(visit.lang);
  const main = html`${backLink(visit.lang, visit.href("/dokumente"), words.backSafe)}<h1>${words.safe}</h1>${levelGate({ ...visit, path: "/dokumente" }, opened.needed, "levelDocument")}`;
  return { page: await ownPage(portal, visit, "safe", { title: words.safe, main }), status: 403 };
}

/** GET `/dokumente/:id/loeschung`: asks once more. */
export async function deleteDocumentPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const document = (await asOwn(portal, visit, (tx) => portal.safe.list(tx, session.account))).find(({ id }) => id === visit.params["id"]);
  if (!document) return { missing: true };
  const main = html`${backLink(lang, visit.href("/dokumente"), words.backSafe)}<h1>${words.safeDeleteTitle}</h1><p class="portal-lead">${filled(words.safeDeleteText, { name: document.name })}</p>${form(lang, {
    action: visit.href(`/dokumente/${document.id}/loeschung`), csrf: session.csrf, body: buttonGroup([button({ text: words.safeDeleteDo }), linkButton({ text: words.cancel, href: visit.href("/dokumente"), kind: "secondary" })]),
  })}`;
  return { page: await ownPage(portal, visit, "safe", { title: words.safeDeleteTitle, main }) };
}

/** POST `/dokumente/:id/loeschung`. */
export async function deleteDocument(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const removed = await asOwn(portal, visit, (tx) => portal.safe.remove(tx, { account: visit.session.account, document: id }));
  return removed ? { redirect: visit.href("/dokumente?erledigt=geloescht") } : { missing: true };
}
