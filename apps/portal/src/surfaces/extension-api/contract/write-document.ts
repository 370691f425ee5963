import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { manifestSchema } from "#modules/extensions";
import { openApiDocument } from "../openapi.ts";
import { breakingChanges } from "./breaking-changes.ts";
import { documentApex, documentPath, manifestSchemaPath } from "./committed-document.ts";
import type { Document } from "./document.ts";

// `node scripts/run24.mjs --conditions=kommunalportal-source apps/portal/src/surfaces/extension-api/contract/write-document.ts`: writes the
// published document anew. What would break a stable operation is refused: it needs a new version in the path.
const now = JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex: documentApex }))) as Document;
const before = existsSync(documentPath) ? JSON.parse(readFileSync(documentPath, "utf8")) as Document : undefined;
const broken = before ? breakingChanges(before, now) : [];
if (broken.length > 0) {
  console.error(`This would break programs that rely on the interface:\n${broken.map((change) => `  ${change}`).join("\n")}`);
  process.exitCode = 1;
} else {
  mkdirSync(dirname(documentPath), { recursive: true });
  writeFileSync(documentPath, `${JSON.stringify(now, undefined, 1)}\n`);
  writeFileSync(manifestSchemaPath, `${JSON.stringify(manifestSchema(), undefined, 1)}\n`);
}
