import { newKey, open, seal } from "#platform/crypto";
import type { UploadedFile } from "@kommunalportal/form-engine";
import type { ApplicationFile } from "./application.ts";
import type { FileRow } from "./file-rows.ts";
import { contexts, derive, type TenantKeys, unwrapKey, wrapKey } from "./keys.ts";

/** A key for a new file, wrapped for the draft or application it belongs to. */
export function newFileLock(holder: Buffer, file: string): { readonly key: Buffer; readonly wrapped: Buffer } {
  const key = newKey();
  return { key, wrapped: wrapKey(holder, key, contexts.fileKey(file)) };
}

export function fileKeyOf(holder: Buffer, row: Pick<FileRow, "id" | "wrapped_key">): Buffer {
  return unwrapKey(holder, row.wrapped_key, contexts.fileKey(row.id));
}

/** Name, size, type and hash of a file tell about its content, so they are sealed like it. */
export function sealAbout(key: Buffer, file: UploadedFile): Buffer {
  return seal(key, JSON.stringify(file), contexts.fileAbout(file.id));
}

export function openAbout(holder: Buffer, row: FileRow): ApplicationFile {
  if (!row.about || row.scan === "arriving" || row.scan === "discarded") throw new Error("the file has not arrived");
  const about = JSON.parse(open(fileKeyOf(holder, row), row.about, contexts.fileAbout(row.id)).toString("utf8")) as UploadedFile;
  return { ...about, kind: row.kind, label: row.label ?? undefined, scan: row.scan, createdAt: row.created_at };
}

async function quarantineKey(towns: TenantKeys, tenant: string): Promise<Buffer> {
  return derive(await towns.tenantKey(tenant), "quarantine");
}

/** While a file is held back the worker must be able to open it for the scanner; a visitor's key it does not have. */
export async function holdKey(towns: TenantKeys, tenant: string, file: string, key: Buffer): Promise<Buffer> {
  return wrapKey(await quarantineKey(towns, tenant), key, contexts.heldKey(file));
}

export async function heldKey(towns: TenantKeys, row: Pick<FileRow, "id" | "tenant_id">, held: Buffer): Promise<Buffer> {
  return unwrapKey(await quarantineKey(towns, row.tenant_id), held, contexts.heldKey(row.id));
}
