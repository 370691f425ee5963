export { createDiskStore, type DiskStore, type DiskStoreOptions } from "./disk-store.ts";
export { FileMissing, FileTooLarge, StoreFull } from "./errors.ts";
export { newFileKey } from "./file-key.ts";
export type { FileStore, StoredFile } from "./file-store.ts";
export { getSealed, putSealed } from "./sealed-files.ts";
