export { checkExtension } from "./check-extension.ts";
export { dev } from "./dev.ts";
export type { Dev } from "./dev.ts";
export { kinds, newExtension } from "./new-extension.ts";
export { packExtension } from "./pack-extension.ts";
export { Sentence } from "./project.ts";
export { publishExtension } from "./publish-extension.ts";
export type { Published } from "./publish-extension.ts";
