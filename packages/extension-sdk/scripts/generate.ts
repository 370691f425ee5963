import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generatedSource } from "./generated-source.ts";

// `node scripts/run24.mjs packages/extension-sdk/scripts/generate.ts`: writes the types anew from the published document.
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
writeFileSync(at("../src/generated/operations.ts"), generatedSource(JSON.parse(readFileSync(at("../../../docs/extension-api/openapi.json"), "utf8"))));
