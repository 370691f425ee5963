/** Numbers of draft-ietf-secsh-filexfer-02 (version 3), 3 and 7, and what this server writes. */
export const REQUEST = { init: 1, open: 3, close: 4, read: 5, write: 6, lstat: 7, fstat: 8, opendir: 11, readdir: 12, remove: 13, mkdir: 14, rmdir: 15, realpath: 16, stat: 17, rename: 18, extended: 200 } as const;
export const STATUS = { ok: 0, eof: 1, noSuchFile: 2, permissionDenied: 3, failure: 4, badMessage: 5, unsupported: 8 } as const;

/** Larger than any packet of a client that keeps to the protocol (34,000 bytes must be taken; OpenSSH writes up to 256 KB). */
const largestPacket = 300_000;

/** Packets of a stream: each a length in four bytes, then so many. @throws when one is too large */
export async function* packetsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 4) {
      const length = rest.readUInt32BE();
      if (length > largestPacket) throw new RangeError("a packet is too large");
      if (rest.length < 4 + length) break;
      yield rest.subarray(4, 4 + length);
      rest = rest.subarray(4 + length);
    }
  }
}

/** Reads fields in their order. @throws RangeError when the packet is shorter than it says */
export function fieldsOf(packet: Buffer, start: number) {
  let at = start;
  const uint32 = (): number => { const value = packet.readUInt32BE(at); at += 4; return value; };
  const bytes = (): Buffer => {
    const length = uint32();
    if (at + length > packet.length) throw new RangeError("a field is longer than its packet");
    const value = packet.subarray(at, at + length);
    at += length;
    return value;
  };
  return { uint32, bytes, uint64: (): number => { const value = Number(packet.readBigUInt64BE(at)); at += 8; return value; }, text: (): string => bytes().toString("utf8") };
}

export const uint32 = (value: number): Buffer => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };
export const string = (value: string | Buffer): Buffer => { const bytes = Buffer.from(value); return Buffer.concat([uint32(bytes.length), bytes]); };

const framed = (type: number, ...fields: readonly Buffer[]): Buffer => { const body = Buffer.concat([Buffer.from([type]), ...fields]); return Buffer.concat([uint32(body.length), body]); };

export interface Attributes { readonly size: number; readonly folder: boolean; readonly mtime: number }
/** Size, permissions and times: flags 1, 4 and 8. */
const attributes = ({ size, folder, mtime }: Attributes): Buffer => { const long = Buffer.alloc(8); long.writeBigUInt64BE(BigInt(size)); return Buffer.concat([uint32(0x1 | 0x4 | 0x8), long, uint32(folder ? 0o40750 : 0o100640), uint32(mtime), uint32(mtime)]); };

export const answer = {
  version: (extensions: readonly string[]) => framed(2, uint32(3), ...extensions.flatMap((name) => [string(name), string("1")])),
  status: (id: number, code: number, words = "") => framed(101, uint32(id), uint32(code), string(words), string("")),
  handle: (id: number, handle: string) => framed(102, uint32(id), string(handle)),
  data: (id: number, bytes: Buffer) => framed(103, uint32(id), string(bytes)),
  names: (id: number, names: readonly (Attributes & { readonly name: string })[]) => framed(104, uint32(id), uint32(names.length), ...names.flatMap((one) => [string(one.name), string(one.name), attributes(one)])),
  attributes: (id: number, of: Attributes) => framed(105, uint32(id), attributes(of)),
};
