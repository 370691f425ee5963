import { standardLimits } from "../limits.ts";
import { ByteSource, collectBytes } from "../mime/byte-source.ts";
import { readContentType } from "../mime/content-type.ts";
import { readMultipart } from "../mime/read-multipart.ts";
import { pieces, type Seen } from "./loopback.ts";

/** The envelope of a message that went over the wire, with its parts put back as base64: what the schema speaks of (XOP 1.0, 3.2). */
export async function envelopeOf({ contentType, bytes }: Seen): Promise<Buffer> {
  const type = readContentType(contentType, "test");
  if (type.type !== "multipart/related") return bytes;
  const read: { readonly id: string; readonly bytes: Buffer }[] = [];
  for await (const part of readMultipart(new ByteSource(pieces(bytes), 1e9), type, standardLimits)) {
    read.push({ id: part.contentId ?? "", bytes: await collectBytes(part.bytes, 1e8, "part") });
  }
  const [root, ...parts] = read;
  let xml = root?.bytes.toString("utf8") ?? "";
  for (const part of parts) xml = xml.replace(new RegExp(`<xop:Include[^>]*href="cid:${part.id}"[^>]*/>`), part.bytes.toString("base64"));
  return Buffer.from(xml);
}
