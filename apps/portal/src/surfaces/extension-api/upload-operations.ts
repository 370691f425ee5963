import { presentSubmission } from "#modules/extensions";
import { z } from "zod";
import { submission } from "./case-schemas.ts";
import { component, means } from "./component.ts";
import { json, operation, written } from "./operation.ts";
import { at, exampleIds, id } from "./schemas.ts";

const none = () => z.strictObject({});

const upload = component("Upload", z.object({
  id: id(), name: z.string().max(255), type: means(z.string().max(100), "Am Inhalt erkannt.", "Told by the content."), size: means(z.int().min(1), "Bytes.", "Bytes."),
  sha256: means(z.string().regex(/^[0-9a-f]{64}$/), "Prüfsumme, hexadezimal. Bei Bildern anders als gesendet: Ort, Zeit und Kamera werden entfernt.", "Checksum, hexadecimal. Of images another one than was sent: place, time and camera are removed."),
  scan: means(z.enum(["clean", "unchecked", "held"]), "`clean` geprüft, `unchecked` ohne Prüfung (nur Vorführung), `held` Prüfung steht aus.", "`clean` checked, `unchecked` not checked (demonstration only), `held` check pending."),
  expiresAt: means(at(), "Bis dahin nicht verwendet, wird sie gelöscht.", "Not used by then, it is deleted."),
}), { id: exampleIds.file, name: "nachweis.pdf", type: "application/pdf", size: 48213, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", scan: "clean", expiresAt: "2026-03-03T09:00:00.000Z" });

export const uploadOperations = [
  operation({
    id: "addUpload", method: "POST", path: "/uploads", tag: "uploads", scope: "dateien.senden", since: "1.1", stability: "beta", writes: true, takesFile: true,
    summary: { de: "Datei ablegen", en: "Send a file" },
    description: {
      de: "Der Inhalt der Anfrage ist die Datei, als Strom, höchstens 50 MB. Name und Prüfsumme stehen in Kopfzeilen; Art und Schadsoftware prüft das Portal am Inhalt. Mit der Kennung geben Sie die Datei danach einem Antrag (`submitApplication`), einer Nachricht (`sendMessage`) oder einem Bescheid (`provideDecision`) mit. Unter demselben Idempotency-Key liegt sie einmal da: Eine Wiederholung bekommt dieselbe Antwort, ohne dass etwas gelesen wird.",
      en: "The body of the request is the file, as a stream, at most 50 MB. Name and checksum stand in headers; type and malware are checked by the portal on the content. With its id you give the file to an application (`submitApplication`), a message (`sendMessage`) or a decision (`provideDecision`). Under the same Idempotency-Key it lies here once: a repetition gets the same answer without anything being read.",
    },
    params: none(), query: none(), success: { status: 201, content: upload }, problems: ["upload-refused", "upload-too-large", "upload-hash-wrong", "upload-not-now", "too-many-uploads"],
    async handle({ bearer, file, write }, { extensions }) {
      if (!file) throw new Error("a file was announced and is not there");
      return written(await extensions.keepUpload(bearer, file, write));
    },
  }),
  operation({
    id: "getSubmission", method: "GET", path: "/submissions/{submission}", tag: "applications", scope: "vorgaenge.stellen", since: "1.1", stability: "beta", writes: false,
    summary: { de: "Eigenen eingereichten Antrag verfolgen", en: "Follow an application you handed in" },
    description: { de: "Was aus einem Antrag wurde, den Ihr Programm gestellt hat, auch solange die Person noch zahlen muss: Stand, Zahlungen und wohin Sie die Person führen.", en: "What became of an application that your program handed in, also while the person has to pay: state, payments and where to lead the person." },
    params: z.strictObject({ submission: id() }), query: none(), success: { status: 200, content: submission }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) { return json(await extensions.ownSubmission(bearer, params.submission), presentSubmission); },
  }),
];
