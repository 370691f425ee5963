import { z } from "zod";
import type { DestinationProblem, OpenedDestination } from "../channel.ts";
import { newSshKey, publicLine, readSshKey } from "./key.ts";

/** As `ssh-keygen -l` prints it. */
const fingerprint = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/);
const folder = z.string().min(1).max(500).refine((path) => !/[\p{Cc}\\]/u.test(path) && !path.split("/").includes(".."));

export const confirmations = ["receipt", "fetched", "placed"] as const;
const sftpSettings = z.object({
  user: z.string().min(1).max(100).regex(/^[^\p{Cc}]+$/u),
  /** Keys by which the server is known; two while it changes. Any other server gets nothing, not even a name. */
  hostKeys: z.array(fingerprint).min(1).max(4),
  /** When an application counts as arrived: the office system wrote a receipt, the file is gone from the folder, or it lies there. */
  confirmation: z.enum(confirmations),
  /** Where the office system puts receipts and answers. */
  receipts: folder.optional(),
  signatory: z.object({ name: z.string().min(1).max(200), role: z.string().max(200) }).optional(),
}).refine(({ confirmation, receipts }) => confirmation !== "receipt" || receipts !== undefined, { path: ["receipts"] });

export interface SftpSettings extends z.infer<typeof sftpSettings> {
  readonly host: string;
  readonly port: number;
  /** Absolute, or below the folder in which the server receives us. */
  readonly folder: string;
}

/** @throws ZodError, for settings that were never checked */
export function settingsOf({ address, settings }: Pick<OpenedDestination, "address" | "settings">): SftpSettings {
  const place = placeOf(address);
  if (!place) throw new TypeError("the address of an SFTP destination cannot be read");
  return { ...sftpSettings.parse(settings), ...place };
}

/** `sftp://host[:port]/folder` names a folder from the root, `sftp://host/~/folder` one below the own (draft-ietf-secsh-scp-sftp-ssh-uri-04). */
function placeOf(address: string): { readonly host: string; readonly port: number; readonly folder: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, port, pathname, search, hash } = new URL(address);
  if (protocol !== "sftp:" || hostname === "" || search !== "" || hash !== "") return undefined;
  let path: string;
  try { path = decodeURIComponent(pathname); } catch { return undefined; }
  const home = /^\/~(?=\/|$)/.test(path);
  const named = (home ? path.slice(2) : path).replace(/\/+$/, "");
  const found = home ? named.replace(/^\/+/, "") || "." : named || "/";
  return folder.safeParse(found).success ? { host: hostname, port: port === "" ? 22 : Number(port), folder: found } : undefined;
}

const codes: Readonly<Record<string, DestinationProblem["code"]>> = { user: "user-invalid", hostKeys: "host-key-invalid", confirmation: "confirmation-invalid", receipts: "folder-invalid", signatory: "signatory-invalid" };

export function settingProblems({ address, settings, secrets }: Pick<OpenedDestination, "address" | "settings" | "secrets">): DestinationProblem[] {
  const parsed = sftpSettings.safeParse(settings);
  const bad = parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].map((path) => ({ path, code: codes[path] ?? "folder-invalid" }));
  return [...addressProblems(address), ...bad, ...(secrets.length > 0 && secrets.every((key) => readSshKey(key)) ? [] : [{ path: "key", code: "key-invalid" } as const])];
}

function addressProblems(address: string): DestinationProblem[] {
  const place = placeOf(address);
  if (!place) return [{ path: "address", code: "address-not-sftp" }];
  const { username, password } = new URL(address);
  return username !== "" || password !== "" ? [{ path: "address", code: "address-with-password" }] : [];
}

/** The portal makes its key itself; nobody ever sees the private part. `renew`: a new one, the one before stays until the server knows the new one. */
export function sshKeys(before: readonly string[], given: Readonly<Record<string, string>>): readonly string[] {
  if (given["key"] !== undefined) return [given["key"]];
  if (before.length === 0) return [newSshKey()];
  return given["renew"] === "ja" ? [newSshKey(), ...before.slice(0, 1)] : before;
}

/** Public parts, the newest first: for `authorized_keys` of the server and for whoever checks signatures. */
export function publicKeys({ secrets }: Pick<OpenedDestination, "secrets">): readonly string[] {
  return secrets.flatMap((pem) => { const key = readSshKey(pem); return key ? [publicLine(key)] : []; });
}
