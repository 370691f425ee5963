import type { TestContext } from "node:test";
import type { ConnectionSettings } from "../http/connection.ts";
import { memorySink } from "../jwe/memory-sink.ts";
import { createSender, type Sender, type SenderSettings, type SubmissionOrder } from "../sender.ts";
import { createSubscriber, type Subscriber } from "../subscriber.ts";
import { bytesSource } from "../transfer/attachment-source.ts";
import type { ReceiveOptions } from "../transfer/receive-parcel.ts";
import { LEIKA, SCHEMA, testingService, type TestingService } from "./testing-service.ts";
import { testEncryption, testSignature, type TestEncryption, type TestSignature } from "./test-keys.ts";

const keys = Promise.all([testSignature("dienst-schluessel"), testEncryption("amt-verschluesselung"), testSignature("amt-signatur"), testEncryption("vorgang-schluessel")]);

export interface TestWorld {
  readonly service: TestingService;
  readonly settings: ConnectionSettings;
  readonly sender: Sender;
  readonly subscriber: Subscriber;
  readonly options: ReceiveOptions<Uint8Array>;
  readonly order: SubmissionOrder;
  /** Pauses that were waited, in milliseconds. */
  readonly pauses: number[];
  readonly keys: { readonly service: TestSignature; readonly encryption: TestEncryption; readonly signature: TestSignature; readonly reply: TestEncryption };
}

/** Both sides against a small service over real HTTP. Waiting costs no time. */
export async function testWorld(t: TestContext, more: Partial<SenderSettings> = {}): Promise<TestWorld> {
  const [serviceKey, encryption, signature, reply] = await keys;
  const service = await testingService(t, { service: serviceKey, encryption, signature });
  const pauses: number[] = [];
  const settings: ConnectionSettings = {
    environment: service.environment, clientId: "portal", clientSecret: "geheim", userAgent: "Kommunalportal-Test/1", timeoutMs: 30_000, stallMs: 30_000,
    sleep: (milliseconds) => { pauses.push(milliseconds); return Promise.resolve(); }, ...more,
  };
  return {
    service, settings, pauses, keys: { service: serviceKey, encryption, signature, reply },
    sender: createSender({ ...settings, ...more }),
    subscriber: createSubscriber({ ...settings, signingKey: signature.signer }),
    options: { keys: [encryption.key], sinkFor: () => memorySink(10_000_000) },
    order: {
      destinationId: service.destinationId, service: { identifier: LEIKA, name: "Wohngeld" },
      data: { bytes: JSON.stringify({ name: "Erika Beispiel" }), schemaUri: SCHEMA, mimeType: "application/json" },
      attachments: [{ purpose: "form", mimeType: "application/pdf", filename: "antrag.pdf", source: bytesSource(Buffer.from("%PDF Antrag")) }, { purpose: "attachment", mimeType: "image/png", source: bytesSource(Buffer.alloc(300_000, 7)) }],
    },
  };
}
