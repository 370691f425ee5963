import { mkdir, open, readdir, rename, rmdir, stat, unlink, type FileHandle } from "node:fs/promises";
import { join, normalize } from "node:path";
import type { Duplex } from "node:stream";
import { answer, type Attributes, fieldsOf, packetsOf, REQUEST, STATUS } from "./packets.ts";
import { type SftpBehaviour, strikes } from "./sftp-behaviour.ts";

export interface SftpAccount {
  /** The account's own root; nothing above it is seen. */
  readonly root: string;
  readonly behaviour: { current: SftpBehaviour };
  /** Cuts the whole connection. */
  cut(): void;
}

type Handle = { readonly kind: "file"; readonly file: FileHandle; written: number } | { readonly kind: "folder"; names: (Attributes & { readonly name: string })[] };
class Refused extends Error {
  readonly code: number;
  constructor(code: number, words: string) { super(words); this.code = code; }
}

/**
 * The server side of SFTP 3 (draft-ietf-secsh-filexfer-02) over one channel, with `fsync@openssh.com` and `posix-rename@openssh.com`: code of its own, so that the portal's library is
 * checked by something else than itself. Requests are answered in their order.
 */
export async function serveSftp(channel: Duplex, account: SftpAccount): Promise<void> {
  const handles = new Map<string, Handle>();
  let count = 0;
  const add = (handle: Handle): string => { count += 1; handles.set(`h${count}`, handle); return `h${count}`; };
  const fileOf = (name: string): Extract<Handle, { kind: "file" }> => { const handle = handles.get(name); if (handle?.kind !== "file") throw new Refused(STATUS.failure, "no such handle"); return handle; };
  const at = (path: string): string => join(account.root, normalize(`/${path}`));
  const about = async (path: string): Promise<Attributes> => attributesOf(await stat(path));

  const respond = async (type: number, packet: Buffer): Promise<Buffer | "cut"> => {
    if (type === REQUEST.init) return answer.version(["fsync@openssh.com", "posix-rename@openssh.com"]);
    const fields = fieldsOf(packet, 1);
    const id = fields.uint32();
    const ok = (): Buffer => answer.status(id, STATUS.ok);
    try {
      switch (type) {
        case REQUEST.open: {
          const [path, flags] = [fields.text(), fields.uint32()];
          const writes = (flags & 0x2) !== 0;
          if (writes && strikes(account.behaviour, "readOnly")) throw new Refused(STATUS.permissionDenied, "Permission denied");
          const how = writes ? ((flags & 0x20) !== 0 ? "wx" : (flags & 0x10) !== 0 ? "w" : "r+") : "r";
          return answer.handle(id, add({ kind: "file", file: await open(at(path), how, 0o640), written: 0 }));
        }
        case REQUEST.close: {
          const name = fields.text();
          const handle = handles.get(name);
          handles.delete(name);
          if (handle?.kind === "file") await handle.file.close();
          return ok();
        }
        case REQUEST.read: {
          const { file } = fileOf(fields.text());
          const [offset, length] = [fields.uint64(), Math.min(fields.uint32(), 262_144)];
          const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
          return bytesRead === 0 ? answer.status(id, STATUS.eof) : answer.data(id, buffer.subarray(0, bytesRead));
        }
        case REQUEST.write: {
          const handle = fileOf(fields.text());
          const [offset, bytes] = [fields.uint64(), fields.bytes()];
          if (handle.written + bytes.length > account.behaviour.current.afterBytes) {
            if (strikes(account.behaviour, "full")) throw new Refused(STATUS.failure, "No space left on device");
            if (strikes(account.behaviour, "cutUpload")) return "cut";
          }
          await handle.file.write(bytes, 0, bytes.length, offset);
          handle.written += bytes.length;
          return ok();
        }
        case REQUEST.stat: case REQUEST.lstat: return answer.attributes(id, await about(at(fields.text())));
        case REQUEST.fstat: return answer.attributes(id, attributesOf(await fileOf(fields.text()).file.stat()));
        case REQUEST.opendir: {
          const folder = at(fields.text());
          const names = await Promise.all((await readdir(folder)).map(async (name) => ({ name, ...(await about(join(folder, name)).catch(() => ({ size: 0, folder: false, mtime: 0 }))) })));
          return answer.handle(id, add({ kind: "folder", names }));
        }
        case REQUEST.readdir: {
          const handle = handles.get(fields.text());
          if (handle?.kind !== "folder") throw new Refused(STATUS.failure, "no such handle");
          const some = handle.names.splice(0, 100);
          return some.length === 0 ? answer.status(id, STATUS.eof) : answer.names(id, some);
        }
        case REQUEST.remove: await unlink(at(fields.text())); return ok();
        case REQUEST.mkdir: await mkdir(at(fields.text())); return ok();
        case REQUEST.rmdir: await rmdir(at(fields.text())); return ok();
        case REQUEST.realpath: return answer.names(id, [{ name: normalize(`/${fields.text()}`), size: 0, folder: true, mtime: 0 }]);
        case REQUEST.rename: return await renamed(at(fields.text()), at(fields.text()), false) === "cut" ? "cut" : ok();
        case REQUEST.extended: {
          const what = fields.text();
          if (what === "fsync@openssh.com") { await fileOf(fields.text()).file.sync(); return ok(); }
          if (what === "posix-rename@openssh.com") return await renamed(at(fields.text()), at(fields.text()), true) === "cut" ? "cut" : ok();
          throw new Refused(STATUS.unsupported, "unknown extension");
        }
        default: throw new Refused(STATUS.unsupported, "not supported");
      }
    } catch (error) {
      return answer.status(id, codeOf(error), error instanceof Refused ? error.message : "");
    }
  };

  /** Without the extension a name that is taken is a failure (6.5 of the draft). */
  const renamed = async (from: string, to: string, over: boolean): Promise<"cut" | undefined> => {
    if (!over && await stat(to).then(() => true, () => false)) throw new Refused(STATUS.failure, "File exists");
    if (strikes(account.behaviour, "cutBeforeRename")) return "cut";
    await rename(from, to);
    return strikes(account.behaviour, "cutAfterRename") ? "cut" : undefined;
  };

  try {
    for await (const packet of packetsOf(channel)) {
      if (account.behaviour.current.mode === "slow") await new Promise((resolve) => { setTimeout(resolve, account.behaviour.current.delayMs).unref(); });
      const words = await respond(packet[0] ?? 0, packet);
      if (words === "cut") { account.cut(); break; }
      if (!channel.write(words)) await new Promise((resolve) => { channel.once("drain", resolve); channel.once("close", resolve); });
    }
  } finally {
    for (const handle of handles.values()) if (handle.kind === "file") await handle.file.close().catch(() => undefined);
  }
}

const attributesOf = (stats: { readonly size: number; isDirectory(): boolean; readonly mtimeMs: number }): Attributes => ({ size: stats.size, folder: stats.isDirectory(), mtime: Math.floor(stats.mtimeMs / 1000) });

function codeOf(error: unknown): number {
  if (error instanceof Refused) return error.code;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR" ? STATUS.noSuchFile : code === "EACCES" || code === "EPERM" || code === "EROFS" ? STATUS.permissionDenied : error instanceof RangeError ? STATUS.badMessage : STATUS.failure;
}
