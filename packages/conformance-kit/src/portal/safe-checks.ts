import { NotTried, type Check } from "../check.ts";
import { misfits, operation } from "../specification.ts";
import { digestOf, itemsOf, nowhere, sha256Of, type Examination, type Heard, word } from "./subject.ts";

const misfit = (what: string, answer: Heard, status: number, code?: string): string[] => (answer.status === status && (code === undefined || answer.json["code"] === code) ? [] : [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status}${code === undefined ? "" : ` ${code}`}`]);

function releasedOf({ subject }: Examination): NonNullable<Examination["subject"]["released"]> {
  if (!subject.released) throw new NotTried("the run was given no application for which a person has released a document");
  return subject.released;
}

/** The document safe is the person's: what they release for a case is there for it, as long as they let it, and nothing else is. */
export const safeChecks: readonly Check<Examination>[] = [
  {
    id: "safe.closed", level: 3, title: "Ohne Freigabe ist nichts zu sehen, und ohne Zustimmung kommt nichts in den Dokumentensafe", rule: "openapi.json: listDocuments, getDocument, addDocument; § 8 Abs. 4 Serviceportal.NRW-VO",
    async run({ token, ask, speak, kept }) {
      const given = { token: await token(), params: { id: kept("application") } };
      const list = await ask(operation("listDocuments"), given);
      const draft = { kind: "information", subject: "Konformitätsprüfung", paragraphs: ["Dieser Bescheid ist ein Versuch."], signatory: { name: "Prüfung", role: "Prüfung" }, way: "post", addressee: ["Erika Beispiel", "Weg 1", "00101 Musterstadt"] };
      const decision = word((await speak(operation("provideDecision"), { ...given, body: draft })).json["id"]);
      const laid = await ask(operation("addDocument"), { ...given, body: { decision } });
      return [
        ...misfit("listDocuments", list, 200), ...misfits("SharedDocumentList", list.json), ...(itemsOf(list).length === 0 ? [] : ["documents are to be seen that nobody has released"]), ...(list.json["depositAgreed"] === false ? [] : ["a consent is claimed that nobody has given"]),
        ...(laid.status === 409 && (laid.json["code"] === "safe-consent-missing" || laid.json["code"] === "decision-not-notified") ? [] : [`a decision that nobody wanted in their safe: ${laid.status} ${word(laid.json["code"])} instead of 409`]),
        ...misfit("a document that there is not", await ask(operation("getDocument"), { token: given.token, params: { ...given.params, document: nowhere } }), 404, "not-found"),
      ];
    },
  },
  {
    id: "safe.released", level: 3, title: "Ein freigegebenes Dokument ist für genau diesen Vorgang da, unverändert und für niemanden sonst", rule: "openapi.json: listDocuments, getDocument; RFC 9530",
    async run(examination) {
      const { subject, token, ask, kept, keep } = examination;
      const { application } = releasedOf(examination);
      const given = { token: await token() };
      const list = await ask(operation("listDocuments"), { ...given, params: { id: application } });
      const [document] = itemsOf(list);
      if (!document) return [...misfit("listDocuments", list, 200), "the released document is not to be seen"];
      const params = { id: application, document: word(document["id"]) };
      keep("document", params.document);
      const fetched = await ask(operation("getDocument"), { ...given, params });
      const elsewhere = await ask(operation("getDocument"), { ...given, params: { ...params, id: kept("application") } });
      const stranger = subject.stranger === undefined ? [] : misfit("the document for a stranger", await ask(operation("getDocument"), { token: await token(subject.stranger), params }), 404, "not-found");
      return [
        ...misfits("SharedDocumentList", list.json), ...misfit("getDocument", fetched, 200), ...(sha256Of(fetched.bytes) === document["sha256"] && fetched.bytes.length === document["size"] ? [] : ["the bytes are not those of the list"]), ...(fetched.headers.get("repr-digest") === digestOf(fetched.bytes) ? [] : ["Repr-Digest is not the checksum of the bytes"]),
        ...misfit("the document by way of another application", elsewhere, 404, "not-found"), ...stranger,
      ];
    },
  },
  {
    id: "safe.ended", level: 3, title: "Beendet die Person die Freigabe, ist das Dokument sofort nicht mehr da, und es wird erzählt", rule: "openapi.json: listDocuments, getDocument, listEvents (documents.unshared)",
    async run(examination) {
      const { token, ask, kept, until } = examination;
      const { application, end } = releasedOf(examination);
      const given = { token: await token() };
      const document = kept("document");
      await end();
      const list = itemsOf(await ask(operation("listDocuments"), { ...given, params: { id: application } }));
      const fetched = await ask(operation("getDocument"), { ...given, params: { id: application, document } });
      const told = await until("the end of the release is in the feed", async () => itemsOf(await ask(operation("listEvents"), { ...given, query: { application, limit: "100" } })).find(({ type }) => type === "documents.unshared"));
      return [...(list.some(({ id }) => id === document) ? ["the document is still in the list"] : []), ...misfit("a document whose release has ended", fetched, 404, "not-found"), ...misfits("Event", told)];
    },
  },
];
