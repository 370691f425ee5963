export { fileToSend } from "./file-to-send.ts";
export { fileStore } from "./file-store.ts";
export type { FileStore } from "./file-store.ts";
export { localFetch } from "./local-fetch.ts";
export { readSettings } from "./settings.ts";
export type { ExtensionSettings } from "./settings.ts";
export { serve } from "./serve.ts";
export type { Served } from "./serve.ts";
