import { Readable } from "node:stream";
import type { FileStore } from "#platform/files";
import type { Scanner } from "#platform/scan";

/** Uploads work when there is room for one more file and, where a scanner is set up, it looks at files. */
export function uploadsProbe(parts: { readonly files: Pick<FileStore, "hasRoomFor">; readonly scanner: Scanner; readonly mayGoUnchecked: boolean }): () => Promise<boolean> {
  return async () => {
    if (!(await parts.files.hasRoomFor(20_000_000).catch(() => false))) return false;
    const verdict = await parts.scanner.scan(Readable.from([Buffer.from("probe")]));
    // In the demonstration files are taken unchecked where no scanner is set up.
    return verdict.kind === "clean" || (verdict.kind === "unavailable" && verdict.reason === "not-configured" && parts.mayGoUnchecked);
  };
}
