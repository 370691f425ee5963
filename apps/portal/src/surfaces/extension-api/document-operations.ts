import { z } from "zod";
import { component, means } from "./component.ts";
import { json, operation, written } from "./operation.ts";
import { at, day, exampleIds, id } from "./schemas.ts";

const params = () => z.strictObject({ id: id() });
const none = () => z.strictObject({});

const document = component("SharedDocument", z.object({
  id: means(id(), "Kennung der Freigabe.", "Id of the release."), name: z.string().max(255), type: z.string().max(100), size: means(z.int().min(0), "Bytes.", "Bytes."),
  sha256: means(z.string().regex(/^[0-9a-f]{64}$/), "Prüfsumme, hexadezimal.", "Checksum, hexadecimal."), sharedAt: means(at(), "Wann die Person es freigegeben hat.", "When the person released it."),
  lastDay: means(day(), "Letzter Tag, an dem es abgerufen werden kann, nach deutscher Zeit; die Person kann früher enden.", "Last day on which it can be fetched, in German time; the person may end it earlier."),
}), { id: exampleIds.file, name: "geburtsurkunde.pdf", type: "application/pdf", size: 48213, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", sharedAt: "2026-03-02T09:00:00.000Z", lastDay: "2026-05-31" });
const documentList = component("SharedDocumentList", z.object({
  items: z.array(document.schema), depositAgreed: means(z.boolean(), "Die Person hat zugestimmt, dass Bescheide zu diesem Vorgang in ihren Dokumentensafe kommen.", "The person agreed that decisions of this case go into their document safe."),
}), { items: [document.example], depositAgreed: false });
const depositRequest = component("DepositRequest", z.strictObject({ decision: means(id(), "Bescheid des Vorgangs, der bekannt gegeben ist.", "Decision of the case that was notified.") }), { decision: exampleIds.decision });
const deposit = component("Deposit", z.object({ application: id(), decision: id(), at: at() }), { application: exampleIds.application, decision: exampleIds.decision, at: "2026-03-10T09:00:00.000Z" });

export const documentOperations = [
  operation({
    id: "listDocuments", method: "GET", path: "/applications/{id}/documents", tag: "documents", scope: "dokumente.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Freigegebene Dokumente auflisten", en: "List released documents" },
    description: { de: "Was die Person aus ihrem Dokumentensafe für genau diesen Vorgang freigegeben hat. Beendet sie die Freigabe, löscht sie das Dokument oder ist der letzte Tag (`lastDay`) vorbei, fehlt es hier sofort. Nur bei Erlaubnis für ganze Anträge. Der Abruf wird festgehalten.", en: "What the person has released from their document safe for this very case. When they end it, delete the document, or its last day (`lastDay`) is over, it is missing here at once. With permission for whole applications only. The access is recorded." },
    params: params(), query: none(), success: { status: 200, content: documentList }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      return json(await extensions.sharedDocuments(bearer, given.id), ({ documents, mayDeposit }) => ({ items: documents.map(({ id: share, name, type, size, sha256, sharedAt, lastDay }) => ({ id: share, name, type, size, sha256, sharedAt: sharedAt.toISOString(), lastDay })), depositAgreed: mayDeposit }));
    },
  }),
  operation({
    id: "getDocument", method: "GET", path: "/applications/{id}/documents/{document}", tag: "documents", scope: "dokumente.lesen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Freigegebenes Dokument herunterladen", en: "Download a released document" },
    description: { de: "Die Bytes als Strom, Prüfsumme in »Repr-Digest«. Der Abruf wird festgehalten; die Person sieht ihn.", en: "The bytes as a stream, checksum in “Repr-Digest”. The access is recorded; the person sees it." },
    params: z.strictObject({ id: id(), document: id() }), query: none(), success: { status: 200, content: "application/octet-stream" }, problems: ["not-found"],
    async handle({ bearer, params: given }, { extensions }) {
      const opened = await extensions.openSharedDocument(bearer, { application: given.id, document: given.document });
      if (!opened.ok) return opened;
      const { name, type, size, sha256 } = opened.value.about;
      return { ok: true, value: { kind: "file", content: opened.value.content, name, type, size, sha256 } };
    },
  }),
  operation({
    id: "addDocument", method: "POST", path: "/applications/{id}/documents", tag: "documents", scope: "dokumente.ablegen", since: "1.1", stability: "beta", writes: true,
    summary: { de: "Bescheid in den Dokumentensafe legen", en: "Put a decision into the document safe" },
    description: { de: "Der Brief eines bekannt gegebenen Bescheids kommt in den Dokumentensafe der Person, wenn sie dem für diesen Vorgang zugestimmt hat; einmal, wie oft auch gefragt wird. Bekannt gegeben wird dadurch nichts.", en: "The letter of a decision that was notified goes into the person’s document safe where they agreed to it for this case; once, however often it is asked for. It notifies nothing." },
    params: params(), query: none(), body: depositRequest, success: { status: 201, content: deposit }, problems: ["not-found", "body-invalid", "safe-consent-missing", "safe-full", "decision-not-notified", "upload-not-now"],
    async handle({ bearer, params: given, body, write }, { extensions }) {
      return written(await extensions.depositDecision(bearer, { application: given.id, decision: body.decision }, write));
    },
  }),
];
