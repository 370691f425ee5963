import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { seal, tagOf } from "./seal.ts";
import type { TestSandbox } from "../../testing/test-sandbox.ts";
import { tokenOf, type ServiceCall } from "./test-world.ts";

const sha512 = (bytes: string): { type: string; content: string } => ({ type: "sha512", content: createHash("sha512").update(bytes).digest("hex") });
const keySchema = z.looseObject({ kid: z.string(), n: z.string(), e: z.string() });

/** What it needs of the sandbox, wherever that runs. */
export interface OnlineService { readonly call: ServiceCall; readonly sandbox: Pick<TestSandbox, "credentials" | "submit"> }

interface Order {
  readonly identifier?: string;
  readonly data?: string;
  /** Each attachment as its fragments; one piece: not fragmented. */
  readonly attachments?: readonly (readonly string[])[];
  readonly metadata?: object;
  readonly schemaUri?: string;
  /** Spoils the metadata before they are sealed. */
  readonly spoil?: (metadata: string) => string;
  readonly callback?: object;
}

/** Hands in to a destination of the demo world as an online service does; the answer is the submission's ids. */
export async function handIn(world: OnlineService, to: "musterstadt" | "zbp", { identifier = "urn:de:fim:leika:leistung:99099002006000", data = '{"antrag":{"name":"Erika Beispiel"}}', attachments = [], metadata = {}, schemaUri, spoil = (text) => text, callback }: Order = {}) {
  const token = await tokenOf(world.sandbox, world.sandbox.credentials.fitConnect.onlineService);
  const { destinationId } = world.sandbox.credentials.fitConnect.destinations[to];
  const { encryptionKid } = z.looseObject({ encryptionKid: z.string() }).parse(await (await world.call(`/submission-api/v2/destinations/${destinationId}`, { token })).json());
  const key = keySchema.parse(await (await world.call(`/submission-api/v2/destinations/${destinationId}/keys/${encryptionKid}`, { token })).json());
  const pieces = attachments.map((fragments) => ({ attachmentId: randomUUID(), parts: fragments.map((text) => ({ id: randomUUID(), text })) }));
  for (const piece of pieces) if (piece.parts.length === 1) piece.parts[0]!.id = piece.attachmentId;
  const uploads = pieces.flatMap(({ parts }) => parts);
  const announced = await world.call("/submission-api/v2/submissions", { token, json: { destinationId, announcedAttachments: uploads.map(({ id }) => id), publicService: { name: "Test", identifier }, ...(callback && { callback }) } });
  assert.equal(announced.status, 201, await announced.clone().text());
  const { submissionId, caseId } = z.object({ submissionId: z.uuid(), caseId: z.uuid() }).parse(await announced.json());
  for (const { id, text } of uploads) {
    assert.equal((await world.call(`/submission-api/v2/submissions/${submissionId}/attachments/${id}`, { method: "PUT", token, type: "application/jose", body: seal(text, key, "text/plain") })).status, 204);
  }
  const described = {
    $schema: "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json",
    contentStructure: {
      data: { hash: sha512(data), submissionSchema: { schemaUri: schemaUri ?? "https://schema.kommunalportal.example/antrag/1.0.0/antrag.schema.json", mimeType: "application/json" } },
      attachments: pieces.map(({ attachmentId, parts }, index) => ({
        attachmentId, purpose: "attachment", mimeType: "text/plain", filename: `anlage-${index + 1}.txt`, hash: sha512(parts.map(({ text }) => text).join("")),
        ...(parts.length > 1 && { fragments: parts.map(({ id }) => id) }) })),
    },
    ...metadata,
  };
  const sent = { encryptedMetadata: seal(spoil(JSON.stringify(described)), key), encryptedData: seal(data, key) };
  const finished = await world.call(`/submission-api/v2/submissions/${submissionId}`, { method: "PUT", token, json: sent });
  assert.equal(finished.status, 200, await finished.clone().text());
  return { submissionId, caseId, token, tags: { metadata: tagOf(sent.encryptedMetadata), data: tagOf(sent.encryptedData) } };
}
