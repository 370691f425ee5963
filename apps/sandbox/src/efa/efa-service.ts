import { randomInt } from "node:crypto";
import { join } from "node:path";
import {
  createRouter, createSender, type DecryptionJwk, decryptionKey, type EncryptionJwk, type EncryptionKeyPair, FitConnectError, generateFitConnectKeyPair, memorySink, OfferError, type Sender, type SentSubmission, type SubmissionOrder,
} from "@kommunalportal/fit-connect";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { localFetch } from "../frame/local-fetch.ts";
import type { SandboxContext } from "../frame/site.ts";
import type { EfaCase, EfaCases, Said } from "./efa-cases.ts";
import { authorityWords, saidOf } from "./said.ts";

export const EFA_SCHEMA = "https://schema.efa.example/wohngeld/1.0.0/wohngeld.schema.json";
const DIALOGUE = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";
const LEIKA = "99107023017000";

export interface Wohngeld { readonly ars: string; readonly vorname: string; readonly nachname: string; readonly geburtsdatum: string; readonly miete: string; readonly personen: string; readonly digital: boolean; /** Of the person at BundID, where they signed in with it and want to hear there. */ readonly postfach?: string }
export type HandedIn = { readonly ok: true; readonly number: string } | { readonly ok: false; readonly why: "nobody-responsible" | "not-reachable" };

/** An online service of another state: asks the routing service who is responsible, sends by FIT-Connect, and speaks with the authority in the case. */
export async function createEfaService({ origin, credentials: { fitConnect }, dataFolder, clock }: SandboxContext, cases: EfaCases) {
  const at = origin("fit-connect");
  const environment = { name: "sandbox", tokenUrl: `${at}/auth/token`, submissionUrl: `${at}/submission-api`, destinationUrl: `${at}/destination-api`, routingUrl: `${at}/routing`, portalUrl: `${at}/ssp`, allowHttp: true, certificates: { kind: "lenient" } } as const;
  const settings = { environment, userAgent: "Sandbox-EfA-Dienst/1", fetch: localFetch, now: () => clock().getTime() };
  const sender: Sender = createSender({ ...settings, ...fitConnect.efaService });
  const router = createRouter(settings);
  let pair: Promise<EncryptionKeyPair> | undefined;
  // One pair for all cases here; a real service makes one for each.
  const keys = (): Promise<EncryptionKeyPair> => { pair ??= loadPair(join(dataFolder, "efa", "reply-key.json")); return pair; };

  async function send(destinationId: string, more: Pick<SubmissionOrder, "data"> & Partial<SubmissionOrder>): Promise<SentSubmission> {
    const { use: _use, ...encryptionPublicKey } = (await keys()).publicJwk;
    return sender.send({ destinationId, service: { identifier: `urn:de:fim:leika:leistung:${LEIKA}`, name: "Wohngeld" }, replyChannel: { fitConnect: { processStandards: [DIALOGUE], encryptionPublicKey } }, ...more });
  }

  return {
    async handIn(form: Wohngeld): Promise<HandedIn> {
      const number = `WG-${String(clock().getFullYear())}-${String(randomInt(100_000, 999_999))}`;
      const data = { antragstellendePerson: { vorname: form.vorname, nachname: form.nachname, geburtsdatum: form.geburtsdatum }, wohnung: { mieteEuro: Number(form.miete), personenImHaushalt: Number(form.personen) } };
      try {
        for (const { destinationId } of (await router.routes({ leikaKey: LEIKA, place: { ars: form.ars } })).routes) {
          try {
            const sent = await send(destinationId, {
              data: { bytes: JSON.stringify(data), schemaUri: EFA_SCHEMA, mimeType: "application/json" },
              ...(form.postfach === undefined ? {} : { replyChannel: { idBundDeMailbox: { mailboxUuid: form.postfach } } }),
              additionalReferenceInfo: { senderReference: number, applicationDate: clock().toISOString().slice(0, 10), zustimmungZumDigitalenBescheid: form.digital },
            });
            await cases.keep({ number, ars: form.ars, submissionId: sent.submissionId, caseId: sent.caseId, destinationId, name: `${form.vorname} ${form.nachname}`, at: clock().toISOString(), tags: sent.authenticationTags, said: [], answered: [], way: "fit-connect" });
            return { ok: true, number };
          } catch (error) {
            // A destination that takes the service but not this form is somebody else's.
            if (!(error instanceof OfferError)) throw error;
          }
        }
        return { ok: false, why: "nobody-responsible" };
      } catch (error) {
        if (error instanceof FitConnectError) return { ok: false, why: "not-reachable" };
        throw error;
      }
    },
    /** What became of it, by the signed log. */
    stateOf: async (one: EfaCase): Promise<string> => (await sender.events({ submissionId: one.submissionId, caseId: one.caseId, destinationId: one.destinationId, authenticationTags: one.tags } as SentSubmission)).parcel("submission", one.submissionId)?.state ?? "unbekannt",
    /** Fetches what the authority has said and keeps it. */
    async listen(one: EfaCase): Promise<EfaCase> {
      const known = new Set(one.said.map(({ replyId }) => replyId));
      const fresh: Said[] = [];
      for await (const { replyId, caseId } of sender.replies()) {
        if (caseId !== one.caseId || known.has(replyId)) continue;
        const reception = await sender.receiveReply({ replyId, destinationId: one.destinationId }, { keys: [await decryptionKey((await keys()).privateJwk)], sinkFor: () => memorySink(30_000_000) });
        if (reception.kind !== "intact" || !reception.data) continue;
        fresh.push(saidOf(authorityWords.parse(JSON.parse(new TextDecoder().decode(reception.data.bytes))), { replyId, letterBytes: reception.attachments[0]?.bytes }));
      }
      if (fresh.length === 0) return one;
      const next = { ...one, said: [...one.said, ...fresh] };
      await cases.keep(next);
      return next;
    },
    async answer(one: EfaCase, given: { readonly question: string; readonly text: string }): Promise<void> {
      await send(one.destinationId, { caseId: one.caseId, data: { bytes: JSON.stringify({ kind: "answer", id: given.question, text: given.text }), schemaUri: DIALOGUE, mimeType: "application/json" } });
      await cases.keep({ ...one, answered: [...one.answered, given.question] });
    },
  };
}

const pairSchema = z.object({ publicJwk: z.custom<EncryptionJwk>(), privateJwk: z.custom<DecryptionJwk>() });

async function loadPair(path: string): Promise<EncryptionKeyPair> {
  const stored = await readJson(path);
  if (stored !== undefined) return pairSchema.parse(stored);
  const made = await generateFitConnectKeyPair("encryption");
  await writeJson(path, made);
  return made;
}
export type EfaServiceParts = Awaited<ReturnType<typeof createEfaService>>;
