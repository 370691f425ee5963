import { inflateRawSync } from "node:zlib";

/** Files of a ZIP archive by their names (APPNOTE 6.3.10, 4.3.12 and 4.3.7): stored or deflated, not encrypted, below 4 GB. @throws when it is none or cut off */
export function readZip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from("504b0506", "hex"));
  if (end < 0) throw new Error("there is no end of a ZIP archive");
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error("the directory of the ZIP archive is damaged");
    const [method, packed, nameLength, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(begin, begin + packed);
    files.set(name, method === 0 ? content : inflateRawSync(content, { maxOutputLength: 600_000_000 }));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
