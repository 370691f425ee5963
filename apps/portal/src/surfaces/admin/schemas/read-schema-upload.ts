import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import type { Html } from "@kommunalportal/html";
import { largestSchema, type Schemas } from "#modules/forms";
import type { FormFields } from "#platform/http";
import { formatFileSize } from "#ui/format";
import type { Upload } from "../../frame/index.ts";
import { fileControl, lineControl } from "../controls.ts";
import type { Errors } from "../form-state.ts";

/** What was sent with a form that asks for a schema: its file or what the FIM-Portal gave for an address, and code lists. */
export interface GivenSchema {
  readonly fields: FormFields;
  readonly codelists: readonly Uint8Array[];
  readonly schema: { readonly ok: true; readonly xml: Uint8Array } | { readonly ok: false; readonly given: boolean; readonly errors: Errors };
}

const mostFiles = 20;
/** Bytes of all files of one request together; what is more is not kept in memory. */
const largestRequest = 2 * largestSchema;
const tooLarge = `Die Datei ist zu groß oder beschädigt. Erlaubt sind ${formatFileSize(largestSchema, "de")}, auch ausgepackt.`;

const whyNot = {
  "no-address": "In der Adresse steht keine Kennung eines Schemas. Sie beginnt mit S und hat 11 Ziffern, zum Beispiel S05000001299.",
  elsewhere: "Die Adresse gehört nicht zum FIM-Portal. Laden Sie die Datei dort herunter und wählen Sie sie hier aus.",
  "not-there": "Das FIM-Portal kennt dieses Schema in dieser Version nicht. Prüfen Sie Kennung und Version.",
  "too-many-requests": "Das FIM-Portal nimmt gerade keine Anfragen mehr an. Versuchen Sie es in einigen Minuten noch einmal, oder wählen Sie die Datei aus.",
  unreachable: "Das FIM-Portal antwortet nicht. Versuchen Sie es später noch einmal, oder wählen Sie die Datei aus.",
} as const;

/** Reads the request, unpacks `.gz`, fetches by address where no file was given. Errors belong to the controls `schema`, `adresse` and `codelisten`. */
export async function readSchemaUpload(schemas: Pick<Schemas, "fetch">, upload: Upload): Promise<GivenSchema> {
  const files: { readonly field: string; readonly bytes: Uint8Array }[] = [];
  const errors: Record<string, string> = {};
  let total = 0;
  const fields = await upload.read({ maxFileBytes: largestSchema, maxFiles: mostFiles }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) {
      total += (chunk as Buffer).length;
      if (total <= largestRequest) chunks.push(chunk as Buffer);
    }
    const bytes = Buffer.concat(chunks);
    if (bytes.length === 0 && total <= largestRequest) return;
    const read = part.truncated() || total > largestRequest ? undefined : await unpacked(bytes);
    total += read === undefined ? 0 : read.length - bytes.length;
    if (read === undefined) errors[part.field === "codelisten" ? "codelisten" : "schema"] = tooLarge;
    else files.push({ field: part.field, bytes: read });
  });
  const codelists = files.flatMap(({ field, bytes }) => (field === "codelisten" ? [bytes] : []));
  const file = files.find(({ field }) => field === "schema");
  if (Object.keys(errors).length > 0) return { fields, codelists, schema: { ok: false, given: true, errors } };
  if (file !== undefined) return { fields, codelists, schema: { ok: true, xml: file.bytes } };
  const address = (fields.get("adresse")?.[0] ?? "").trim();
  if (address === "") return { fields, codelists, schema: { ok: false, given: false, errors: { schema: "Wählen Sie die Datei des Schemas." } } };
  const fetched = await schemas.fetch(address);
  return { fields, codelists, schema: fetched.ok ? fetched : { ok: false, given: true, errors: { adresse: whyNot[fetched.why] } } };
}

async function unpacked(bytes: Buffer): Promise<Uint8Array | undefined> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: largestSchema });
  } catch {
    return undefined;
  }
}

/** The controls that {@link readSchemaUpload} reads. The address is asked for where the operator has set a FIM-Portal. */
export function schemaControls(schemas: Pick<Schemas, "fimPortal">, errors: Errors, address = ""): readonly (Html | false)[] {
  return [
    fileControl({ name: "schema", label: "Datei des Schemas", hint: `XDatenfelder 3.0.0 oder 2.0 (.xml oder .xml.gz), höchstens ${formatFileSize(largestSchema, "de")}`, accept: ".xml,.gz", error: errors["schema"] }),
    schemas.fimPortal !== undefined && lineControl({ name: "adresse", label: "Oder Adresse im FIM-Portal", hint: `Eine Seite von ${new URL(schemas.fimPortal).host} oder die Kennung, auf Wunsch mit Version: S05000001299 1.0.0`, value: address, error: errors["adresse"], optional: true }),
    fileControl({ name: "codelisten", label: "Codelisten", hint: "Genericode-Dateien, auf die das Schema verweist und die noch fehlen", accept: ".xml,.gz", optional: true, several: true, error: errors["codelisten"] }),
  ];
}
