import { copyFileSync } from "node:fs";

// After a change of docs/extension-api: the kit carries a copy, because it is used where this repository is not.
for (const name of ["openapi.json", "manifest.schema.json"]) copyFileSync(new URL(`../../../docs/extension-api/${name}`, import.meta.url), new URL(`../spec/${name}`, import.meta.url));
