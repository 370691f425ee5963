import { fileURLToPath } from "node:url";

/** The contract as it was published: what later versions are held against, and what SDK and conformance kit are made of. */
export const documentPath = fileURLToPath(new URL("../../../../../../docs/extension-api/openapi.json", import.meta.url));
export const manifestSchemaPath = fileURLToPath(new URL("../../../../../../docs/extension-api/manifest.schema.json", import.meta.url));
export const documentApex = "https://portal.example";
