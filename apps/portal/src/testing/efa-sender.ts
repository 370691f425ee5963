import { createSender, generateFitConnectKeyPair, type EncryptionKeyPair, type Sender, type SubmissionOrder } from "@kommunalportal/fit-connect";
import { createOutboundStream } from "#platform/http";
import { dialogueStandard } from "#modules/gateway";
import type { World } from "./world.ts";

let replyKeys: Promise<EncryptionKeyPair> | undefined;

/** An online service of another state, as the sandbox's access data make it: it hands in by FIT-Connect like any other. */
export async function efaSender(world: Pick<World, "sandbox">, now: () => Date): Promise<{ readonly sender: Sender; readonly replyKey: EncryptionKeyPair; order(destinationId: string, more?: Partial<SubmissionOrder>): SubmissionOrder }> {
  const origin = `http://fit-connect.sandbox.localhost:${world.sandbox.port}`;
  const { clientId, clientSecret } = world.sandbox.credentials.fitConnect.efaService;
  replyKeys ??= generateFitConnectKeyPair("encryption");
  const replyKey = await replyKeys;
  const { use: _use, ...publicKey } = replyKey.publicJwk;
  return {
    replyKey,
    sender: createSender({
      environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
      clientId, clientSecret, userAgent: "efa-test/1", fetch: createOutboundStream({ trustedHosts: [new URL(origin).host] }), pauseMs: 5, now: () => now().getTime(),
    }),
    order: (destinationId, more = {}) => ({
      destinationId, service: { identifier: "urn:de:fim:leika:leistung:99107023017000", name: "Wohngeld" },
      data: { bytes: JSON.stringify(wohngeld), schemaUri: "https://schema.efa.example/wohngeld/1.0.0/wohngeld.schema.json", mimeType: "application/json" },
      additionalReferenceInfo: { senderReference: "WG-2026-4711", applicationDate: "2026-11-20", zustimmungZumDigitalenBescheid: true },
      replyChannel: { fitConnect: { processStandards: [dialogueStandard], encryptionPublicKey: publicKey } }, ...more,
    }),
  };
}

/** What somebody filled in there. */
export const wohngeld = {
  antragstellendePerson: { vorname: "Frieda", nachname: "Muster", geburtsdatum: "1990-04-17", anschrift: { strasse: "Lindenweg 4", plz: "00101", ort: "Musterstadt" } },
  wohnung: { groesseQuadratmeter: 62.5, mieteEuro: 640, baujahrBekannt: true },
  haushalt: [{ vorname: "Frieda", einkommenEuro: 1450 }, { vorname: "Karl", einkommenEuro: 0 }],
};
