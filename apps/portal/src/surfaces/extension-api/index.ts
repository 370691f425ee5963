export type { Component } from "./component.ts";
export { extensionApi } from "./extension-api.ts";
export { openApiDocument, parametersOf, problemsOf, schemas, tagTexts } from "./openapi.ts";
export type { JsonSchema, Parameter } from "./openapi.ts";
export { tags } from "./operation.ts";
export type { ExtensionApiParts, Operation } from "./operation.ts";
export { operations } from "./operations.ts";
export { isProblemCode, problemCodes, problems } from "./problems.ts";
export type { ProblemCode } from "./problems.ts";
