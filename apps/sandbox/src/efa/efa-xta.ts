import { randomInt, X509Certificate } from "node:crypto";
import { join } from "node:path";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import {
  checkMetaData, createXtaClient, decryptContainer, encryptContainer, inMemory, type MessageMetaData, type OutgoingContainer, readXml, requestWithCertificate, standardLimits, transportStatus, withEncryptionCertificate, withMetaData, writeXml, type XmlElement, type XtaClient, XtaException, XtaUnreachable,
} from "@kommunalportal/xta";
import { z } from "zod";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import type { SandboxContext } from "../frame/site.ts";
import type { Identities } from "../xta/identities.ts";
import type { EfaCase, EfaCases, Said } from "./efa-cases.ts";
import { authorityWords, saidOf } from "./said.ts";
import type { HandedIn, Wohngeld } from "./efa-service.ts";

const NAMESPACE = "urn:xoev-de:beispiel:wohngeld_1.0";
const DIALOGUE = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";
const PROPERTIES = "https://schema.kommunalportal.example/xta/eigenschaften/1.0";
const SERVICE = "urn:de:fim:leika:leistung:99107023017000";
const OWN = "efa-dienst";

/**
 * The same online service where the authority is reached over XTA: asks the directory for whom to encrypt, sends through the intermediary with an account of its own, follows the transport report and
 * reads its mailbox. What it wants to hear encrypted it says with a certificate in its messages.
 */
export async function createEfaXta({ dataFolder, clock }: Pick<SandboxContext, "dataFolder" | "clock">, cases: EfaCases, xta: { readonly port: number; readonly identities: Identities }) {
  const { transport, close } = requestWithCertificate({ key: xta.identities.clients.efa.privateKey, cert: xta.identities.clients.efa.certificate, ca: xta.identities.authority.certificate });
  const url = `https://127.0.0.1:${xta.port}`;
  const client: XtaClient = createXtaClient({ endpoints: { management: `${url}/management`, send: `${url}/send`, msgBox: `${url}/msgbox` }, transport, author: { identifier: { type: "XTA_ID", value: OWN } } });
  let made: Promise<Pair> | undefined;
  const own = (): Promise<Pair> => { made ??= loadPair(join(dataFolder, "efa", "xta-key.json")); return made; };

  /** As the DVDV says; undefined: it names nobody's, and what is sent travels in the clear. */
  async function certificateOf(mailbox: string): Promise<string | undefined> {
    const [found] = await client.lookupService([{ reader: { identifier: { type: "XTA_ID", value: mailbox } }, serviceType: SERVICE }]);
    const resource = found?.parameters?.find(({ parameterType }) => parameterType.code === "certificate")?.resource;
    return resource && new X509Certificate(resource).toString();
  }

  async function send(given: { readonly number: string; readonly mailbox: string; readonly code: string; readonly schema: string; readonly message: { readonly contentType: string; readonly bytes: Uint8Array }; readonly inReplyTo?: string; readonly person?: Pick<Wohngeld, "postfach" | "digital"> }): Promise<{ readonly messageId: string; readonly encrypted: boolean }> {
    const [messageId, reader] = [await client.createMessageId(), await certificateOf(given.mailbox)];
    const plain: Extract<OutgoingContainer, { kind: "plain" }> = { kind: "plain", message: { encoding: "UTF-8", ...given.message } };
    const property = (code: string, value: string) => ({ key: { listUri: PROPERTIES, listVersionId: "1.0", code }, value });
    const metaData: MessageMetaData = {
      deliveryAttributes: { origin: clock().toISOString() }, originators: { author: withEncryptionCertificate({ identifier: { type: "XTA_ID", value: OWN } }, (await own()).certificate) }, destinations: { reader: { identifier: { type: "XTA_ID", value: given.mailbox } } },
      msgIdentification: { messageId, ...(given.inReplyTo === undefined ? {} : { inReplyTo: [given.inReplyTo] }), processRef: { requester: { value: given.number } } },
      qualifier: { subject: "Wohngeld", service: SERVICE, businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } }, messageType: { listUri: NAMESPACE, listVersionId: "1.0", code: given.code, payloadSchema: given.schema } },
      ...(given.person ? { messageProperties: { properties: [property("zustimmungZumDigitalenBescheid", String(given.person.digital)), ...(given.person.postfach === undefined ? [] : [property("mailboxUuid", given.person.postfach)])] } } : {}),
    };
    // Enclosed in what is encrypted: whoever carries it cannot have the answers sent elsewhere.
    await client.sendMessage({ metaData, container: reader === undefined ? plain : encryptContainer(withMetaData(plain, metaData), reader) });
    return { messageId, encrypted: reader !== undefined };
  }

  /** One of the authority's messages, opened. Undefined: it is nothing that is read here. */
  async function read(messageId: string): Promise<{ readonly said: Said; readonly inReplyTo: readonly string[]; readonly requestId: string } | undefined> {
    const { metaData, container, msgBox } = await client.getMessage({ selector: { messageIds: [messageId] } }, inMemory(45_000_000));
    if (!metaData || !container) return undefined;
    const { binding, container: opened } = checkMetaData(container.kind === "encrypted" ? decryptContainer(container, (await own()).privateKey) : container, metaData);
    if (binding === "different") return undefined;
    const text = Buffer.from(opened.message.content).toString("utf8");
    const found = /json/i.test(opened.message.contentType) ? authorityWords.parse(JSON.parse(text)) : { kind: "refused", text: textOf(readXml(Buffer.from(text), standardLimits), "text") };
    return {
      inReplyTo: metaData.msgIdentification.inReplyTo ?? [], requestId: msgBox.requestId,
      said: { ...saidOf(found, { replyId: messageId, letterBytes: opened.attachments[0]?.content.byteLength }), encrypted: container.kind === "encrypted" },
    };
  }

  return {
    async handIn(form: Wohngeld): Promise<HandedIn> {
      const number = `WG-${String(clock().getFullYear())}-${String(randomInt(100_000, 999_999))}`;
      const mailbox = `eingang:${form.ars}`;
      try {
        const sent = await send({ number, mailbox, code: "wohngeld.antrag.0100", schema: NAMESPACE, message: { contentType: "application/xml", bytes: writeXml(applicationXml(form)) }, person: form });
        await cases.keep({ number, ars: form.ars, submissionId: sent.messageId, caseId: sent.messageId, destinationId: mailbox, name: `${form.vorname} ${form.nachname}`, at: clock().toISOString(), tags: null, said: [], answered: [], way: "xta", encrypted: sent.encrypted });
        return { ok: true, number };
      } catch (error) {
        if (error instanceof XtaUnreachable || error instanceof XtaException) return { ok: false, why: "not-reachable" };
        throw error;
      }
    },
    async stateOf(one: EfaCase): Promise<string> {
      const light = transportStatus(await client.getTransportReport(one.submissionId));
      return light === "green" ? (one.said.some(({ kind }) => kind === "refused") ? "rejected" : "accepted") : light === "red" ? "undeliverable" : "submitted";
    },
    /** Reads its mailbox; what answers a case of ours is kept, and only then confirmed. */
    async listen(one: EfaCase): Promise<EfaCase> {
      const { list, msgBox } = await client.getStatusList({ selector: { newEntry: true }, listForm: "MessageMetaData" });
      await client.close({ requestId: msgBox.requestId });
      for (const { msgIdentification: { messageId, inReplyTo = [] } } of list.metaData ?? []) {
        const to = cases.all().find(({ way, submissionId, sentIds = [] }) => way === "xta" && inReplyTo.some((id) => id === submissionId || sentIds.includes(id)));
        const found = to && await read(messageId);
        if (!to || !found) continue;
        if (!to.said.some(({ replyId }) => replyId === messageId)) await cases.keep({ ...to, said: [...to.said, found.said] });
        await client.close({ requestId: found.requestId, lastMsgReceived: [messageId] });
      }
      return cases.find(one.number) ?? one;
    },
    async answer(one: EfaCase, given: { readonly question: string; readonly text: string }): Promise<void> {
      const asked = one.said.find(({ question }) => question === given.question);
      const { messageId } = await send({ number: one.number, mailbox: one.destinationId, code: "antwort", schema: DIALOGUE, inReplyTo: asked?.replyId ?? one.submissionId, message: { contentType: "application/json", bytes: Buffer.from(JSON.stringify({ kind: "answer", id: given.question, text: given.text })) } });
      await cases.keep({ ...one, answered: [...one.answered, given.question], sentIds: [...one.sentIds ?? [], messageId] });
    },
    close,
  };
}

function applicationXml(form: Wohngeld): XmlElement {
  const el = (name: string, children: XmlElement["children"]): XmlElement => ({ namespace: NAMESPACE, name, attributes: [], children });
  return el("wohngeldantrag", [
    el("antragstellendePerson", [el("vorname", [form.vorname]), el("nachname", [form.nachname]), el("geburtsdatum", [form.geburtsdatum])]), el("wohnung", [el("mieteEuro", [form.miete]), el("personenImHaushalt", [form.personen])]),
  ]);
}

function textOf(element: XmlElement, name: string): string {
  const found = element.children.find((child): child is XmlElement => typeof child !== "string" && child.name === name);
  return found ? found.children.filter((child) => typeof child === "string").join("") : "";
}

const pair = z.object({ privateKey: z.string(), certificate: z.string() });
type Pair = z.infer<typeof pair>;
async function loadPair(path: string): Promise<Pair> {
  const stored = await readJson(path);
  if (stored !== undefined) return pair.parse(stored);
  const fresh = await generateKeyPairWithCertificate("EfA-Dienst (Antworten)", { bits: 3_072, days: 3_650, now: new Date(Date.now() - 86_400_000) });
  await writeJson(path, fresh);
  return fresh;
}
export type EfaXta = Awaited<ReturnType<typeof createEfaXta>>;
