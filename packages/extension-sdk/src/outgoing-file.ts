/** A file that goes to the portal. A Blob is streamed and can be sent again; one that stands for a file on disk is never whole in memory. */
export interface OutgoingFile {
  readonly name: string;
  readonly content: Blob;
  /** SHA-256 of the content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** For what is in memory anyway: the content is read whole to reckon its checksum. `fileToSend` of `…/node` streams a file from disk. */
export async function outgoingFile(name: string, content: Blob | Uint8Array<ArrayBuffer>): Promise<OutgoingFile> {
  const blob = content instanceof Blob ? content : new Blob([content]);
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return { name, content: blob, sha256: [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** Headers that go with its bytes (RFC 6266, RFC 9530). */
export function headersOfFile({ name, sha256 }: OutgoingFile): Readonly<Record<string, string>> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError("sha256 is 64 hexadecimal digits");
  const bytes = (sha256.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join("");
  return {
    "content-type": "application/octet-stream", "repr-digest": `sha-256=:${btoa(bytes)}:`,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  };
}
