import { createHmac, hash, hkdfSync } from "node:crypto";
import { newKey, open, randomToken, seal, type Keyring } from "#platform/crypto";
import { sql, type Database } from "#platform/database";
import { contexts } from "./wrapped-keys.ts";

/** What is stored of a token: enough to find it, not enough to be it. */
export function tokenHash(token: string): Buffer {
  return hash("sha256", token, "buffer");
}

/** 32 bytes for one purpose out of a token that only the browser holds. */
export function keyFromToken(token: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", token, "kommunalportal/accounts/1", purpose, 32));
}

/** A UUID (version 8, RFC 9562 5.8) made of a hash: the same input always gives the same id. */
export function idFromBytes(bytes: Buffer): string {
  const b = Buffer.from(bytes.subarray(0, 16));
  b[6] = (b[6]! & 0x0f) | 0x80;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = b.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export interface Pepper {
  /** Finds an account by bPK2 without storing bPK2. */
  personHash(bpk2: string): Buffer;
  /** The only key of a person that a town or an extension may see; differs from town to town. */
  townKey(account: string, tenant: string): string;
  /** The only key of a person that an extension may see; differs from town to town and from extension to extension. */
  extensionKey(account: string, tenant: string, client: string): string;
}

/** Loads the installation's secret, made when the first portal starts. */
export async function loadPepper(db: Database, keyring: Keyring): Promise<Pepper> {
  const context = contexts.pepper();
  const wrapped = await db.asOperator("load the pepper", async (tx) => {
    await tx.run(sql`insert into accounts.pepper (wrapped) values (${keyring.wrap(newKey(), context)}) on conflict do nothing`);
    return (await tx.one<{ wrapped: Buffer }>(sql`select wrapped from accounts.pepper`)).wrapped;
  });
  const pepper = keyring.unwrap(wrapped, context);
  return {
    personHash: (bpk2) => createHmac("sha256", pepper).update("person\0").update(bpk2).digest(),
    extensionKey: (account, tenant, client) => createHmac("sha256", pepper).update(`extension\0${account}\0${tenant}\0${client}`).digest("base64url").slice(0, 32),
    townKey: (account, tenant) => createHmac("sha256", pepper).update(`town\0${account}\0${tenant}`).digest("base64url").slice(0, 32),
  };
}

/** A login's person data, opened by the cookie of one of its sessions or by its single-use code. */
export const sealPerson = (key: Buffer, person: unknown, login: string): Buffer => seal(key, JSON.stringify(person), `accounts.login/${login}`);
export const openPerson = <T>(key: Buffer, sealed: Buffer, login: string): T => JSON.parse(open(key, sealed, `accounts.login/${login}`).toString("utf8")) as T;
export const wrapLoginKey = (token: string, key: Buffer, login: string): Buffer => seal(keyFromToken(token, "login key"), key, `accounts.login_key/${login}`);
export const unwrapLoginKey = (token: string, wrapped: Buffer, login: string): Buffer => open(keyFromToken(token, "login key"), wrapped, `accounts.login_key/${login}`);
export const newToken = (): string => randomToken(32);
