import { after } from "node:test";
import { createXtaClient, requestWithCertificate, transportStatus, withEncryptionCertificate, type MessageMetaData, type OutgoingContainer } from "@kommunalportal/xta";
import { sql } from "#platform/database";
import { askSandbox } from "./ask-sandbox.ts";
import type { World } from "./world.ts";

export interface EfaMessage {
  /** Or what is made of the metadata, once they stand. */
  readonly container: OutgoingContainer | ((metaData: MessageMetaData) => OutgoingContainer);
  /** PEM of the sender's certificate, for which answers are encrypted. */
  readonly certificate?: string;
  readonly inReplyTo?: readonly string[];
  /** Another mailbox for answers than its own. */
  readonly replyTo?: string;
  readonly senderReference?: string;
  readonly schema?: string;
  /** Of our own list, by code. */
  readonly properties?: Readonly<Record<string, string>>;
}

interface Arrival {
  readonly submission_id: string; readonly parcel: string; readonly state: string; readonly kind: string; readonly application_id: string | null; readonly fault: string | null; readonly unopened_why: string | null;
  readonly problems: readonly { readonly type: string; readonly detail: string }[] | null;
}

/**
 * An online service of another state that hands in to Musterstadt over XTA, with an account of its own at the sandbox's server, and what comes of it
 * in the gateway. Nothing is polled or taken by itself. Call it at the top level of a test file.
 */
export function efaOverXta({ house, sandbox }: Pick<World, "house" | "sandbox">) {
  const { gateway, db } = house;
  const { authority, clients } = sandbox.xtaIdentities;
  const town = house.tenants.bySlug("musterstadt")!;
  const box = `eingang:${town.ars}`;
  const server = `https://127.0.0.1:${sandbox.xtaPort}`;
  const endpoints = { management: `${server}/management`, send: `${server}/send`, msgBox: `${server}/msgbox` };
  const party = { identifier: { type: "XTA_ID", value: "efa-dienst" } };
  const { transport, close } = requestWithCertificate({ key: clients.efa.privateKey, cert: clients.efa.certificate, ca: authority.certificate });
  after(() => { close(); });
  const efa = createXtaClient({ endpoints, transport, author: party });

  async function send({ container, certificate, inReplyTo, replyTo, senderReference, schema, properties }: EfaMessage): Promise<string> {
    const messageId = await efa.createMessageId();
    const metaData: MessageMetaData = {
      deliveryAttributes: { origin: new Date().toISOString() }, originators: { author: certificate === undefined ? party : withEncryptionCertificate(party, certificate), ...(replyTo === undefined ? {} : { replyTo: { identifier: { type: "XTA_ID", value: replyTo } } }) }, destinations: { reader: { identifier: { type: "XTA_ID", value: box } } },
      msgIdentification: { messageId, ...(inReplyTo ? { inReplyTo: [...inReplyTo] } : {}), ...(senderReference === undefined ? {} : { processRef: { requester: { value: senderReference } } }) },
      qualifier: { subject: "Wohngeld", service: "urn:de:fim:leika:leistung:99107023017000", businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } }, messageType: { listUri: "urn:test:liste", listVersionId: "1.0", code: "antrag", payloadSchema: schema ?? "urn:test:wohngeld" } },
      ...(properties === undefined ? {} : { messageProperties: { properties: Object.entries(properties).map(([code, value]) => ({ key: { listUri: "https://schema.kommunalportal.example/xta/eigenschaften/1.0", listVersionId: "1.0", code }, value })) } }),
    };
    await efa.sendMessage({ metaData, container: typeof container === "function" ? container(metaData) : container });
    return messageId;
  }
  const arrivals = () => db.asOperator("test", (tx) => tx.rows<Arrival>(sql`select submission_id, parcel, state, kind, application_id, fault, unopened_why, problems from gateway.arrival where parcel is not null order by listed_at, submission_id`));
  const arrivalOf = async (messageId: string): Promise<Arrival> => (await arrivals()).find(({ parcel }) => parcel === messageId)!;
  /** The worker takes up what has been listed. */
  async function take(messageId: string): Promise<Arrival> {
    await gateway.inbound.take({ tenant: town.id, submission: (await arrivalOf(messageId)).submission_id });
    return arrivalOf(messageId);
  }

  return {
    town, box, efa, send, arrivalOf, take,
    /** What the town enters to connect its mailbox. */
    access: { tenant: town.id, ...endpoints, mailbox: box, certificate: clients.portal.certificate, key: clients.portal.privateKey, authorities: authority.certificate },
    async arrive(messageId: string): Promise<Arrival> {
      await gateway.inbound.poll();
      return take(messageId);
    },
    /** As the sender sees it. */
    light: async (messageId: string) => transportStatus(await efa.getTransportReport(messageId)),
    /** What is new in the service's own mailbox, without being fetched. */
    async listed(): Promise<readonly MessageMetaData[]> {
      const { list, msgBox } = await efa.getStatusList({ selector: { newEntry: true }, listForm: "MessageMetaData" });
      await efa.close({ requestId: msgBox.requestId });
      return list.metaData ?? [];
    },
    /** How many applications came of it all. */
    applications: async () => (await db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service like 'efa-%'`))).n,
    async control(change: object, path = "/_control"): Promise<void> {
      const { ok, status } = await askSandbox(sandbox.port, "xta", path, change);
      if (!ok) throw new Error(`${path}: ${status}`);
    },
  };
}
