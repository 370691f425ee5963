import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DemoDestination } from "#modules/hub";
import type { Tenants } from "#modules/tenants";
import { z } from "zod";
import type { Config } from "../config.ts";

const client = z.object({ clientId: z.string(), clientSecret: z.string() });
const destination = z.object({ destinationId: z.uuid() });
const credentialsSchema = z.object({ fitConnect: z.object({ onlineService: client, destinations: z.object({ musterstadt: destination, kreisMusterland: destination }) }) });
const answerKeySchema = z.object({ privateJwk: z.record(z.string(), z.unknown()) });
const pair = z.object({ privateKey: z.string(), certificate: z.string() });
const sftpSchema = z.object({ fingerprint: z.string(), user: z.string(), clientKey: z.string() });
const identitiesSchema = z.object({ authority: pair, reader: pair, clients: z.object({ portal: pair }) });

/**
 * Ways out of the demonstration besides the webhook, from the sandbox's own folder: certificates of birth of Musterstadt and naturalisations of the Kreis by
 * FIT-Connect, registrations of a trade in Musterstadt by XTA, parking permits of Beispielhausen as files by SFTP. None where no sandbox is told.
 */
export async function sandboxDestinations(config: Pick<Config, "SANDBOX_FOLDER" | "SANDBOX_URL" | "SANDBOX_XTA_URL" | "SANDBOX_SFTP">, tenants: Pick<Tenants, "bySlug">): Promise<DemoDestination[]> {
  const { SANDBOX_FOLDER: folder, SANDBOX_URL: url, SANDBOX_XTA_URL: xta } = config;
  const [town, kreis] = [tenants.bySlug("musterstadt"), tenants.bySlug("kreis-musterland")];
  if (folder === undefined || url === undefined || xta === undefined || !town) return [];
  const { fitConnect } = credentialsSchema.parse(JSON.parse(await readFile(join(folder, "credentials.json"), "utf8")));
  const { authority, reader, clients } = identitiesSchema.parse(JSON.parse(await readFile(join(folder, "xta", "identities.json"), "utf8")));
  const answerKey = await answerKeyOf(folder);
  const at = url.replace("://", "://fit-connect.");
  const signatory = { name: "Amtsleitung (erfunden)", role: "Leitung" };
  const byFitConnect = (tenant: string, destinationId: string, name: string, services: readonly string[]): DemoDestination => ({
    tenant, services, name, channel: "fit-connect", address: `${at}/submission-api`, settings: { tokenUrl: `${at}/auth/token`, destinationId, clientId: fitConnect.onlineService.clientId, signatory, answers: answerKey !== undefined },
    secrets: { clientSecret: fitConnect.onlineService.clientSecret, ...(answerKey === undefined ? {} : { answerKey }) },
  });
  return [
    byFitConnect(town.id, fitConnect.destinations.musterstadt.destinationId, "Standesamtsverfahren", ["geburtsurkunde"]),
    ...(kreis ? [byFitConnect(kreis.id, fitConnect.destinations.kreisMusterland.destinationId, "Ausländer- und Einbürgerungsverfahren", ["einbuergerung"])] : []),
    {
      tenant: town.id, services: ["gewerbe-anmelden"], name: "Gewerberegister", channel: "xta", address: `${xta}/send`,
      settings: {
        managementUrl: `${xta}/management`, msgBoxUrl: `${xta}/msgbox`, author: { type: "XTA_ID", value: "kommunalportal" }, reader: { type: "XTA_ID", value: "ars:059990001001" }, readerCertificate: reader.certificate, enclosesMetaData: true, waitsForAnswer: true, signatory,
        messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", code: "antrag.0100", payloadSchema: "urn:de:musterland:antrag:1.0" }, answerSchema: "urn:de:musterland:xta:antwort:1.0",
      },
      secrets: { certificate: clients.portal.certificate, key: clients.portal.privateKey, authorities: authority.certificate },
    },
    ...(await bySftp(folder, config.SANDBOX_SFTP, tenants.bySlug("beispielhausen")?.id, signatory)),
  ];
}

/** With which replies are answered; the sandbox's program makes it and registers it with its delivery service. */
async function answerKeyOf(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, "fit-connect", "answer-key.json"), "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : JSON.stringify(answerKeySchema.parse(JSON.parse(text)).privateJwk);
}

async function bySftp(folder: string, server: string | undefined, tenant: string | undefined, signatory: object): Promise<DemoDestination[]> {
  if (server === undefined || tenant === undefined) return [];
  const { user, fingerprint, clientKey } = sftpSchema.parse(JSON.parse(await readFile(join(folder, "sftp", "identities.json"), "utf8")));
  return [{
    tenant, services: ["bewohnerparkausweis"], name: "Ordner der Straßenverkehrsbehörde", channel: "sftp", address: `sftp://${server}/eingang`,
    settings: { user, hostKeys: [fingerprint], confirmation: "receipt", receipts: "/quittungen", signatory }, secrets: { key: clientKey },
  }];
}

/** The town's mailbox for services that send by XTA; undefined where no sandbox is told. */
export async function sandboxMailbox({ SANDBOX_FOLDER: folder, SANDBOX_XTA_URL: xta }: Pick<Config, "SANDBOX_FOLDER" | "SANDBOX_XTA_URL">, town: { readonly id: string; readonly ars: string }) {
  if (folder === undefined || xta === undefined) return undefined;
  const { authority, clients } = identitiesSchema.parse(JSON.parse(await readFile(join(folder, "xta", "identities.json"), "utf8")));
  return {
    tenant: town.id, send: `${xta}/send`, management: `${xta}/management`, msgBox: `${xta}/msgbox`, mailbox: `eingang:${town.ars}`, certificate: clients.portal.certificate, key: clients.portal.privateKey, authorities: authority.certificate,
    actor: { kind: "system", what: "demo" } as const,
  };
}
