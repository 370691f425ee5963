import { createHash } from "node:crypto";
import { createWriteStream, mkdirSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Operations } from "@kommunalportal/extension-sdk";
import type { TaxOffice } from "./take-over.ts";

/** Data and attachments on the disk; a file counts only when its checksum fits. */
export async function keepCase({ portal, folder: data }: TaxOffice, application: Operations["getApplication"]["answer"]): Promise<void> {
  const folder = join(data, "cases", application.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, "application.json"), JSON.stringify(application, undefined, 2), { mode: 0o600 });
  for (const { id, sha256 } of application.attachments) {
    const { body } = await portal.call("getAttachment", { id: application.id, file: id });
    if (!body) throw new Error(`attachment ${id} came without content`);
    const hash = createHash("sha256");
    const path = join(folder, id);
    const counted = new Transform({ transform(chunk: Buffer, _encoding, done) { hash.update(chunk); done(null, chunk); } });
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), counted, createWriteStream(`${path}.arriving`, { mode: 0o600 }));
    if (hash.digest("hex") !== sha256) throw new Error(`attachment ${id} did not arrive as it was sent`);
    await rename(`${path}.arriving`, path);
  }
}
