import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFileJsonSchema } from "./package-file.ts";

// node scripts/run24.mjs apps/portal/src/modules/forms/packages/write-json-schema.ts
writeFileSync(join(import.meta.dirname, "../../../../../../docs/service-package.schema.json"), `${JSON.stringify(packageFileJsonSchema(), null, 1)}\n`);
