import type { AddedFile } from "#modules/applications";
import { formatMediaTypes } from "#ui/format";
import type { CompiledForm, FieldError } from "@kommunalportal/form-engine";
import { draftDe, draftEn } from "./messages-draft.ts";
import { filled } from "./messages.ts";

export interface RefusedFile {
  readonly path: string;
  readonly name: string;
  readonly why: Exclude<AddedFile, { ok: true }>["why"];
  /** Of the field: with `does-not-fit`. */
  readonly error?: FieldError;
}

type Said = "fileEmpty" | "fileTooLarge" | "fileType" | "fileName" | "fileBroken" | "fileMalware" | "fileUncheckable" | "fileStoreFull" | "fileTooMany" | "fileTooFast" | "fileBudget";

/** What is said of a refused file; undefined where the refusal is not about the file. */
function saidOf(why: RefusedFile["why"]): Said | undefined {
  switch (why) {
    case "empty": return "fileEmpty";
    case "too-large": return "fileTooLarge";
    case "unrecognised-type":
    case "type-not-allowed": return "fileType";
    case "name-does-not-fit": return "fileName";
    case "broken-image": return "fileBroken";
    case "malware": return "fileMalware";
    case "cannot-be-checked": return "fileUncheckable";
    case "store-full": return "fileStoreFull";
    case "too-many-files": return "fileTooMany";
    case "too-many-requests": return "fileTooFast";
    case "budget-spent": return "fileBudget";
    case "does-not-fit":
    case "not-an-upload-field":
    case "not-found":
    case "level-too-low": return undefined;
  }
}

/** The errors of the files, one entry per field, every file by its name. */
export function fileErrors(form: CompiledForm, refused: readonly RefusedFile[]): readonly FieldError[] {
  const byPath = new Map<string, FieldError>();
  for (const file of refused) {
    const { path } = file;
    const error = errorOf(form, file);
    if (!error) continue;
    const before = byPath.get(path);
    byPath.set(path, before ? { ...before, message: { de: `${before.message.de} ${error.message.de}`, en: `${before.message.en ?? before.message.de} ${error.message.en ?? error.message.de}` } } : error);
  }
  return [...byPath.values()];
}

function errorOf(form: CompiledForm, { path, name, why, error }: RefusedFile): FieldError | undefined {
  if (error) return { ...error, path };
  const said = saidOf(why);
  if (!said) return undefined;
  const node = form.nodes.get(path.split(".").filter((key) => !/^\d+$/.test(key)).join("."));
  const accept = node?.kind === "field" && node.definition.type === "upload" && node.definition.accept !== undefined ? node.definition.accept : ["application/pdf", "image/jpeg", "image/png"];
  return {
    path, code: said === "fileTooLarge" || said === "fileBudget" ? "file-size" : said === "fileTooMany" ? "too-many" : "file-type",
    message: { de: filled(draftDe[said], { name, types: formatMediaTypes(accept, "de") }), en: filled(draftEn[said], { name, types: formatMediaTypes(accept, "en") }) },
  };
}
