import { createSender, generateFitConnectKeyPair, signingKey, verificationKey, type EncryptionKeyPair, type Sender, type SubmissionOrder } from "@kommunalportal/fit-connect";
import { createOutboundStream } from "#platform/http";
import { dialogueStandard } from "#modules/gateway";
import { askSandbox } from "./ask-sandbox.ts";
import type { World } from "./world.ts";

let replyKeys: Promise<EncryptionKeyPair> | undefined;

/**
 * An online service of another state, as the sandbox's access data make it: it hands in by FIT-Connect like any other. `answering`: it answers replies in the log, with a key that is registered with the
 * delivery service and that nobody told the portal.
 */
export async function efaSender(world: Pick<World, "sandbox">, now: () => Date, options: { readonly answering?: true } = {}): Promise<{ readonly sender: Sender; readonly replyKey: EncryptionKeyPair; order(destinationId: string, more?: Partial<SubmissionOrder>): SubmissionOrder }> {
  const origin = `http://fit-connect.sandbox.localhost:${world.sandbox.port}`;
  const { clientId, clientSecret } = world.sandbox.credentials.fitConnect.efaService;
  replyKeys ??= generateFitConnectKeyPair("encryption");
  const replyKey = await replyKeys;
  const { use: _use, ...publicKey } = replyKey.publicJwk;
  const answering = options.answering ? await answerKey(world.sandbox.port, clientId) : undefined;
  return {
    replyKey,
    sender: createSender({
      environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
      clientId, clientSecret, userAgent: "efa-test/1", fetch: createOutboundStream({ trustedHosts: [new URL(origin).host] }), pauseMs: 5, now: () => now().getTime(), ...answering,
    }),
    order: (destinationId, more = {}) => ({
      destinationId, service: { identifier: "urn:de:fim:leika:leistung:99107023017000", name: "Wohngeld" },
      data: { bytes: JSON.stringify(wohngeld), schemaUri: "https://schema.efa.example/wohngeld/1.0.0/wohngeld.schema.json", mimeType: "application/json" },
      additionalReferenceInfo: { senderReference: "WG-2026-4711", applicationDate: "2026-11-20", zustimmungZumDigitalenBescheid: true },
      replyChannel: { fitConnect: { processStandards: [dialogueStandard], encryptionPublicKey: publicKey } }, ...more,
    }),
  };
}

async function answerKey(port: number, clientId: string) {
  const { publicJwk, privateJwk } = await generateFitConnectKeyPair("signature");
  const registered = await askSandbox(port, "fit-connect", `/_control/clients/${clientId}/keys`, publicJwk);
  if (registered.status !== 204) throw new Error("the key for answers was not taken");
  return { replyAnswers: { issuer: clientId, key: signingKey(privateJwk) }, otherParticipants: [{ issuer: clientId, keys: [verificationKey(publicJwk)] }] };
}

/** What somebody filled in there. */
export const wohngeld = {
  antragstellendePerson: { vorname: "Frieda", nachname: "Muster", geburtsdatum: "1990-04-17", anschrift: { strasse: "Lindenweg 4", plz: "00101", ort: "Musterstadt" } },
  wohnung: { groesseQuadratmeter: 62.5, mieteEuro: 640, baujahrBekannt: true },
  haushalt: [{ vorname: "Frieda", einkommenEuro: 1450 }, { vorname: "Karl", einkommenEuro: 0 }],
};
