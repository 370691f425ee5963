import type { SFTPWrapper, Stats } from "ssh2";
import { SftpProblem, noSuchFile, sftpProblem, statusOf } from "./sftp-problem.ts";

/** What the channel needs of a server's folders. Every call rejects with SftpProblem, at the latest when the server was silent for too long. */
export interface SftpFolder {
  /** Undefined: there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Writes a new file; with the bytes on the server's disk where it offers that. How many bytes. */
  write(path: string, content: AsyncIterable<Uint8Array>): Promise<number>;
  /** Refused by the server where the new name is taken. */
  rename(from: string, to: string): Promise<void>;
  /** Nothing where there is none. */
  remove(path: string): Promise<void>;
  /** Undefined: there is no such file. @throws SftpProblem `answer-too-large` */
  read(path: string, most: number): Promise<Buffer | undefined>;
  list(path: string): Promise<readonly string[]>;
}

/** One packet of the protocol carries 32 KB; so many may be on the way before the server has answered the first. */
const pieceBytes = 32_768;
const mostOnTheWay = 16;

export function folderOf(sftp: SFTPWrapper, silenceMs: number, end: () => void): SftpFolder {
  const call = <T>(begin: (done: (error: Error | null | undefined, value?: T) => void) => void): Promise<T> => new Promise((resolve, reject) => {
    const silent = setTimeout(() => { reject(new SftpProblem("timeout")); end(); }, silenceMs);
    const failed = (error: unknown): void => { clearTimeout(silent); reject(sftpProblem(error)); };
    try {
      begin((error, value) => {
        if (error) { failed(error); return; }
        clearTimeout(silent);
        resolve(value as T);
      });
    } catch (error) {
      failed(error);
    }
  });
  const orMissing = <T>(work: Promise<T>): Promise<T | undefined> => work.catch((error: unknown) => {
    if (error instanceof SftpProblem && statusOf(error.cause) === noSuchFile) return undefined;
    throw error;
  });
  const open = (path: string, how: "wx" | "r"): Promise<Buffer> => call((done) => { sftp.open(path, how, { mode: 0o640 }, done); });
  const close = (handle: Buffer): Promise<void> => call((done) => { sftp.close(handle, done); });
  const stat = (path: string): Promise<Stats> => call((done) => { sftp.stat(path, done); });

  const writeAll = async (handle: Buffer, content: AsyncIterable<Uint8Array>): Promise<number> => {
    let at = 0;
    let failed: unknown;
    const flying = new Set<Promise<void>>();
    try {
      for await (const chunk of content) {
        const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        for (let from = 0; from < bytes.length; from += pieceBytes) {
          const piece = bytes.subarray(from, from + pieceBytes);
          const place = at;
          const flight: Promise<void> = call<void>((done) => { sftp.write(handle, piece, 0, piece.length, place, done); }).catch((error: unknown) => { failed ??= error; }).finally(() => { flying.delete(flight); });
          flying.add(flight);
          at += piece.length;
          if (flying.size >= mostOnTheWay) await Promise.race(flying);
          if (failed !== undefined) throw failed;
        }
      }
    } finally {
      await Promise.all(flying);
    }
    if (failed !== undefined) throw failed;
    return at;
  };

  return {
    size: async (path) => (await orMissing(stat(path)))?.size,
    async write(path, content) {
      const handle = await open(path, "wx");
      let written: number;
      try {
        written = await writeAll(handle, content);
        await synced(handle);
      } catch (error) {
        await close(handle).catch(() => undefined);
        throw error;
      }
      await close(handle);
      return written;
    },
    rename: (from, to) => call<void>((done) => { sftp.rename(from, to, done); }),
    remove: async (path) => { await orMissing(call<void>((done) => { sftp.unlink(path, done); })); },
    async read(path, most) {
      const handle = await orMissing(open(path, "r"));
      if (!handle) return undefined;
      try {
        return await readAll(handle, most);
      } finally {
        await close(handle).catch(() => undefined);
      }
    },
    list: async (path) => (await call<{ filename: string }[]>((done) => { sftp.readdir(path, done); })).map(({ filename }) => filename),
  };

  /** `fsync@openssh.com` (PROTOCOL of OpenSSH, 4.6); a server without it says so at once, and its word on `close` has to do. */
  async function synced(handle: Buffer): Promise<void> {
    if (!("_extensions" in sftp) || (sftp._extensions as Readonly<Record<string, string>>)["fsync@openssh.com"] !== "1") return;
    await call<void>((done) => { sftp.ext_openssh_fsync(handle, done); });
  }

  async function readAll(handle: Buffer, most: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let at = 0; ;) {
      const piece = await call<Buffer>((done) => { sftp.read(handle, Buffer.alloc(pieceBytes), 0, pieceBytes, at, (error, count, buffer) => { done(error, error ? undefined : Buffer.from(buffer?.subarray(0, count) ?? [])); }); })
        .catch((error: unknown) => { if (error instanceof SftpProblem && statusOf(error.cause) === 1) return Buffer.alloc(0); throw error; });
      if (piece.length === 0) return Buffer.concat(pieces);
      at += piece.length;
      if (at > most) throw new SftpProblem("answer-too-large");
      pieces.push(piece);
    }
  }
}
