import type { FileRefusal } from "#modules/applications";
import type { KeepRefusal } from "#modules/safe";
import { formatFileSize } from "#ui/format";
import type { Lang } from "../../frame/index.ts";
import { filled, wordsIn } from "./messages.ts";

type Refusal = FileRefusal | KeepRefusal | "not-found" | "not-open" | "too-many-requests" | "too-many-files";

/** Why a file was not taken and what to do, with its name. */
export function fileRefusal(lang: Lang, why: Refusal, name: string, mostBytes: number): string {
  const words = wordsIn(lang);
  switch (why) {
    case "empty": return filled(words.errFileEmpty, { name });
    case "too-large": return filled(words.errFileTooLarge, { name, size: formatFileSize(mostBytes, lang) });
    case "unrecognised-type": case "type-not-allowed": return filled(words.errFileType, { name });
    case "name-does-not-fit": return filled(words.errFileName, { name });
    case "broken-image": return filled(words.errFileBroken, { name });
    case "malware": return filled(words.errFileMalware, { name });
    case "cannot-be-checked": return filled(words.errFileCheck, { name });
    case "store-full": return words.errFileStore;
    case "too-many-files": return words.errFileMany;
    case "too-many-requests": return words.errFileFast;
    case "safe-full": return words.errSafeFull;
    case "already-kept": return filled(words.errAlreadyKept, { name });
    case "not-found": case "not-open": return words.errNotOpen;
  }
}
