import { NotTried, type Check } from "../check.ts";
import { misfits, operation, type Json } from "../specification.ts";
import { digestOf, nowhere, sha256Of, type Examination, type Heard, type OutgoingFile, word } from "./subject.ts";

/** Of this run alone: the same bytes twice may be recognised. */
const pdf = (words: string): Buffer => Buffer.from(`%PDF-1.7\nConformance ${words} ${crypto.randomUUID()}\n%%EOF`);
/** One grey dot. */
const png = (): Buffer => Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");

const misfit = (what: string, answer: Heard, status: number, code?: string): string[] => (answer.status === status && (code === undefined || answer.json["code"] === code) ? [] : [`${what}: ${answer.status} ${word(answer.json["code"])} instead of ${status}${code === undefined ? "" : ` ${code}`}`]);
const attachmentsOf = (application: Heard): readonly Json[] => (Array.isArray(application.json["attachments"]) ? application.json["attachments"] as readonly Json[] : []);

async function upload({ token, ask }: Examination, file: OutgoingFile, key?: string): Promise<Heard> {
  return ask(operation("addUpload"), { token: await token(), file, ...(key === undefined ? {} : { key }) });
}

/** Files on their way in: as a stream, once, whole, and used once. */
export const uploadChecks: readonly Check<Examination>[] = [
  {
    id: "uploads.kept", level: 3, title: "Eine Datei kommt als Strom an, unverändert und unter ihrem Schlüssel einmal", rule: "openapi.json: addUpload, Idempotency-Key; RFC 9530; RFC 6266",
    async run(examination) {
      const [bytes, key] = [pdf("first"), crypto.randomUUID()];
      const file = { name: "nachweis für alles.pdf", bytes };
      const first = await upload(examination, file, key);
      if (first.status !== 201) return misfit("addUpload", first, 201);
      const again = await upload(examination, file, key);
      const other = await upload(examination, { ...file, bytes: pdf("other") }, key);
      return [
        ...misfits("Upload", first.json), ...(first.json["sha256"] === sha256Of(bytes) && first.json["size"] === bytes.length ? [] : ["size or checksum are not those of what was sent"]), ...(first.json["name"] === file.name ? [] : [`the name is ${word(first.json["name"])}`]), ...(first.json["type"] === "application/pdf" ? [] : [`the type is ${word(first.json["type"])}`]),
        ...(again.json["id"] === first.json["id"] && again.headers.get("idempotency-replayed") === "true" ? [] : ["the same file under the same key lies there twice"]), ...misfit("another file under the same key", other, 409, "idempotency-key-reused"),
      ];
    },
  },
  {
    id: "uploads.refused", level: 3, title: "Was nicht ganz ankommt oder nicht ist, was es sagt, wird nicht genommen", rule: "openapi.json: upload-hash-wrong, upload-refused, file-headers, media-type-unsupported",
    async run(examination) {
      const { ask, token } = examination;
      const bytes = pdf("refused");
      return [
        ...misfit("another checksum", await upload(examination, { name: "a.pdf", bytes, digest: digestOf(pdf("another")) }), 422, "upload-hash-wrong"), ...misfit("no checksum", await upload(examination, { name: "a.pdf", bytes, digest: "" }), 400, "file-headers"),
        ...misfit("a page that calls itself a PDF", await upload(examination, { name: "a.pdf", bytes: Buffer.from("<html><script>alert(1)</script></html>") }), 422, "upload-refused"), ...misfit("a PDF that calls itself an image", await upload(examination, { name: "a.png", bytes }), 422, "upload-refused"), ...misfit("nothing", await upload(examination, { name: "a.pdf", bytes: Buffer.alloc(0) }), 422, "upload-refused"),
        ...misfit("JSON", await ask(operation("addUpload"), { token: await token(), body: { name: "a.pdf" } }), 415, "media-type-unsupported"),
      ];
    },
  },
  {
    id: "uploads.used", level: 3, title: "Eine Datei kommt mit dem Antrag an, ist unverändert abrufbar und dient einmal", rule: "openapi.json: submitApplication (attachments), getAttachment, upload-unknown",
    async run(examination) {
      const { subject: { withFile, stranger }, token, ask, keep } = examination;
      if (!withFile) throw new NotTried("the run was given no service with an upload field");
      const given = { token: await token() };
      const file = withFile.type === "application/pdf" ? { name: "nachweis.pdf", bytes: pdf("used") } : { name: "foto.png", bytes: png() };
      const sent = await upload(examination, file);
      if (sent.status !== 201) return misfit("addUpload", sent, 201);
      const body = { service: withFile.service, answers: withFile.answers, confirmed: true, attachments: [{ upload: sent.json["id"], path: withFile.path }] };
      const foreign = stranger === undefined ? [] : misfit("a file of another program", await ask(operation("submitApplication"), { token: await token(stranger), body }), 422, "upload-unknown");
      const elsewhere = await ask(operation("submitApplication"), { ...given, body: { ...body, attachments: [{ upload: sent.json["id"], path: "conformance.nowhere" }] } });
      const made = await ask(operation("submitApplication"), { ...given, body });
      if (made.status !== 201) return [...foreign, ...misfit("an application with a file", made, 201)];
      const id = word(made.json["id"]);
      keep("application with file", id);
      const [attachment] = attachmentsOf(await ask(operation("getApplication"), { ...given, params: { id } }));
      const fetched = await ask(operation("getAttachment"), { ...given, params: { id, file: word(attachment?.["id"]) } });
      const again = await ask(operation("submitApplication"), { ...given, body });
      return [
        ...foreign, ...misfit("a file for a field that there is not", elsewhere, 422, "answers-invalid"), ...misfit("getAttachment", fetched, 200), ...(attachment?.["name"] === file.name && attachment["sha256"] === sent.json["sha256"] ? [] : ["the attachment is not the file that was sent"]),
        ...(sha256Of(fetched.bytes) === sent.json["sha256"] ? [] : ["the bytes are not those that were sent"]), ...(fetched.headers.get("repr-digest") === digestOf(fetched.bytes) ? [] : ["Repr-Digest is not the checksum of the bytes"]), ...misfit("the same file for a second application", again, 422, "upload-unknown"),
      ];
    },
  },
  {
    id: "uploads.letter", level: 3, title: "Ein eigener Brief geht so hinaus, wie er kam", rule: "openapi.json: provideDecision (letter), getDecisionLetter",
    async run(examination) {
      const { token, ask, speak, kept } = examination;
      const given = { token: await token(), params: { id: kept("application") } };
      const bytes = pdf("letter");
      const letter = (await upload(examination, { name: "brief.pdf", bytes })).json["id"];
      const draft = { kind: "information", subject: "Konformitätsprüfung", paragraphs: ["Dieser Brief ist ein Versuch."], signatory: { name: "Prüfung", role: "Prüfung" }, way: "post", addressee: ["Erika Beispiel", "Weg 1", "00101 Musterstadt"] };
      const unknown = await speak(operation("provideDecision"), { ...given, body: { ...draft, letter: nowhere } });
      const made = await speak(operation("provideDecision"), { ...given, body: { ...draft, letter } });
      if (made.status !== 201) return misfit("a decision with a letter of one's own", made, 201);
      const fetched = await ask(operation("getDecisionLetter"), { token: given.token, params: { ...given.params, decision: word(made.json["id"]) } });
      return [...misfit("a letter that nobody has sent", unknown, 422, "upload-unknown"), ...misfit("getDecisionLetter", fetched, 200), ...(fetched.type === "application/pdf" ? [] : [`the letter is ${fetched.type}`]), ...(fetched.bytes.equals(bytes) ? [] : ["the letter is another one than was sent"])];
    },
  },
];
