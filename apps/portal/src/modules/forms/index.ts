export { canonicalJson } from "./canonical-json.ts";
export { createForms } from "./forms.ts";
export type { Forms, FormsDeps } from "./forms.ts";
export type { SchemaImport, SchemaImportOutcome } from "./import-schema.ts";
export { requiredLevel } from "./published-service.ts";
export type { PublishedService } from "./published-service.ts";
export type { PublishOutcome } from "./publish-service.ts";
