import { randomBytes } from "node:crypto";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompactEncrypt, compactDecrypt, importJWK } from "jose";
import { localFetch } from "../apps/sandbox/src/frame/local-fetch.ts";
import {
  bytesSource, createDestinations, createSender, createSubscriber, decryptionKey, encryptJweStream, freeBytes, generateFitConnectKeyPair, receiveContent, recipientKey, signingKey,
  type AttachmentSource, type ConnectionSettings, type SealedSink,
} from "../packages/fit-connect/src/index.ts";

// `fit-connect-child.ts speed <megabytes> <rounds>` or `memory <megabytes> <port of the sandbox>`: one measurement in a process of its own, told to the parent.
const [what, megabytes = "", third = ""] = process.argv.slice(2);
const size = Number(megabytes) * 1_000_000;
const certificate = { commonName: "Stadt Musterstadt", from: new Date(Date.now() - 86_400_000), days: 30 };
const [encryption, signature] = await Promise.all([generateFitConnectKeyPair("encryption", { certificate }), generateFitConnectKeyPair("signature", { certificate })]);
const key = await decryptionKey(encryption.privateJwk);

/** Takes everything and keeps nothing but its length. */
function countingSink(): SealedSink<number> {
  let bytes = 0;
  return { write: (chunk) => { bytes += chunk.byteLength; }, release: () => bytes, discard: () => undefined };
}

/** Encrypting and decrypting in memory, by the library (with SHA-512, as every attachment needs it) and by jose (without), in turn. Milliseconds of each round. */
async function speed(): Promise<object> {
  const bytes = randomBytes(size);
  const recipient = recipientKey(encryption.publicJwk);
  const { kty, n, e, kid } = encryption.publicJwk;
  const { d, p, q, dp, dq, qi } = encryption.privateJwk;
  const [josePublic, josePrivate] = [await importJWK({ kty, n, e }, "RSA-OAEP-256"), await importJWK({ kty, n, e, d, p, q, dp, dq, qi }, "RSA-OAEP-256")];
  const times = { encrypt: [] as number[], decrypt: [] as number[], joseEncrypt: [] as number[], joseDecrypt: [] as number[] };
  const timed = async <T>(into: number[], work: () => Promise<T>): Promise<T> => { const start = performance.now(); const result = await work(); into.push(performance.now() - start); return result; };
  for (let round = 0; round < Number(third); round += 1) {
    const pieces: Uint8Array[] = [];
    const stream = encryptJweStream(bytesSource(bytes).open(0, size), size, recipient, "application/pdf");
    await timed(times.encrypt, async () => { for await (const piece of stream.pieces) pieces.push(piece); });
    const { sha512, tag } = stream.summary();
    async function* again(): AsyncGenerator<Uint8Array, void, undefined> { yield* pieces; }
    const content = await timed(times.decrypt, () => receiveContent([{ expectedTag: tag, open: () => Promise.resolve(again()) }], countingSink(), { keys: [key], expectedSha512: sha512, maxEncryptedBytes: 500_000_000 }));
    if (await content.release() !== size) throw new Error("not the whole content");
    pieces.length = 0;
    const jwe = await timed(times.joseEncrypt, () => new CompactEncrypt(bytes).setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM", kid, cty: "application/pdf" }).encrypt(josePublic));
    if ((await timed(times.joseDecrypt, () => compactDecrypt(jwe, josePrivate))).plaintext.length !== size) throw new Error("not the whole content");
  }
  return times;
}

/** Into a file, as the README of the library has it; thrown away, and its length is told. */
async function fileSink(path: string): Promise<SealedSink<number>> {
  const file = await open(path, "w", 0o600);
  const end = async (): Promise<void> => { await file.close(); await rm(path); };
  return {
    write: async (chunk) => { await file.writeFile(chunk); freeBytes(chunk); },
    async release() { const { size: bytes } = await file.stat(); await end(); return bytes; },
    discard: end,
  };
}

/**
 * One attachment to the sandbox and back: megabytes resident before and at most while it travels. This process has done nothing else, so that neither the bench nor the lines before it
 * are in either of the two numbers.
 */
async function memory(): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), "kommunalportal-bench-attachment-"));
  try { return await memoryWith(folder); } finally { await rm(folder, { recursive: true }); }
}

async function memoryWith(folder: string): Promise<object> {
  const origin = `http://fit-connect.sandbox.localhost:${third}`;
  const client = async (kind: string): Promise<ConnectionSettings> => {
    const answer = await localFetch(`${origin}/_control/clients`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ kind, name: "Messung" }), signal: AbortSignal.timeout(60_000), redirect: "manual" });
    const { clientId, clientSecret } = await answer.json() as { readonly clientId: string; readonly clientSecret: string };
    return {
      environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
      clientId, clientSecret, userAgent: "kommunalportal-bench/1", fetch: localFetch,
    };
  };
  const [sending, subscribing] = [await client("sender"), await client("subscriber")];
  const [sender, subscriber, destinations] = [createSender(sending), createSubscriber({ ...subscribing, signingKey: signingKey(signature.privateJwk) }), createDestinations(subscribing)];
  const [identifier, schemaUri] = ["urn:de:fim:leika:leistung:99134005017000", "https://schema.example/antrag/1.0.0/schema.json"];
  const { destinationId } = await destinations.create({
    name: "Messung", contactInformation: { legalName: "Stadt Musterstadt", email: "fit@musterstadt.example" }, services: [{ identifier, submissionSchemas: [{ schemaUri, mimeType: "application/json" }], regions: ["DE059990001001"] }],
    encryptionPublicKey: encryption.publicJwk, signingPublicKey: signature.publicJwk,
  });
  await destinations.activate(destinationId);
  const block = randomBytes(65_536);
  // Made as it is read, so that the source itself needs no memory.
  const source = (bytes: number): AttachmentSource => ({ size: bytes, async *open(start, end) { for (let at = start; at < end; at += block.length) yield await Promise.resolve(block.subarray(0, Math.min(block.length, end - at))); } });
  const travel = async (bytes: number): Promise<void> => {
    const sent = await sender.send({ destinationId, service: { identifier, name: "Messung" }, data: { bytes: "{}", schemaUri, mimeType: "application/json" }, attachments: [{ purpose: "attachment", mimeType: "application/zip", source: source(bytes) }] });
    const reception = await subscriber.receive(sent.submissionId, { keys: [key], sinkFor: ({ attachmentId }) => fileSink(join(folder, attachmentId)) });
    if (reception.kind !== "intact" || reception.attachments[0]?.content !== bytes) throw new Error("the attachment did not arrive whole");
    await subscriber.accept(reception.parcel);
    if ((await sender.events(sent)).parcel("submission", sent.submissionId)?.state !== "accepted") throw new Error("not accepted");
  };
  const resident = (): number => process.memoryUsage.rss() / 1_000_000;
  // At rest: everything is loaded and has run, and what that left behind is gone.
  await travel(100_000);
  globalThis.gc?.();
  await new Promise((resolve) => { setTimeout(resolve, 500); });
  const rest = resident();
  let most = rest;
  const watch = setInterval(() => { most = Math.max(most, resident()); }, 5);
  const start = performance.now();
  await travel(size);
  clearInterval(watch);
  return { rest, most: Math.max(most, resident()), seconds: (performance.now() - start) / 1000 };
}

const result = what === "speed" ? await speed() : await memory();
process.send?.(result, () => { process.exit(0); });
