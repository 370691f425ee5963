import assert from "node:assert/strict";
import { test } from "node:test";
import type { OutgoingMessage } from "../channel.ts";
import { personProperties, propertyList } from "../xta/person-properties.ts";
import { messageOf } from "../xta/message-of.ts";
import type { XtaSettings } from "../xta/xta-settings.ts";
import { dataOf } from "./data-of.ts";
import { answerSchema, fitConnectSettings, portalSchema } from "./fit-connect-settings.ts";
import { orderOf } from "./order-of.ts";

const settings = fitConnectSettings.parse({ tokenUrl: "https://dienst.example/token", destinationId: "ac715f34-333e-41f4-9bb5-186b309ea233", clientId: "portal" });
const about = { tenant: "t", reference: "MUS-1", service: "hund", title: "Hund", leikaKey: "99110009104000", day: "2026-03-02", ars: "059990001001", bracket: undefined, earlier: undefined };
const message: OutgoingMessage = { id: "x", at: new Date(0), type: "application.submitted", timestamp: "2026-03-02T09:00:00Z", data: {}, files: [], about };
const info = (changes: Partial<OutgoingMessage["about"]>) => orderOf({ ...message, about: { ...about, ...changes } }, { destinationId: "", ars: undefined, settings, offered: undefined, files: [], replyKey: undefined, callback: undefined })?.additionalReferenceInfo;

test("whether the person wants the decision electronically travels with the application, a refusal as well", () => {
  assert.equal(info({ consent: true })?.zustimmungZumDigitalenBescheid, true);
  assert.equal(info({ consent: false })?.zustimmungZumDigitalenBescheid, false);
  assert.deepEqual(info({}), { senderReference: "MUS-1", applicationDate: "2026-03-02" });
});

test("a consent that is given or taken back later is told in the portal's own schema, in the words of the dialogue as what it is, and by XTA as a property", () => {
  const later = (electronicDecisions: boolean): OutgoingMessage => ({ ...message, type: "application.consent-changed", data: { electronicDecisions } });
  const offered = (schemaUri: string) => ({ destinationId: "d", status: "active" as const, encryptionKid: "k", metadataVersions: [], publicServices: [{ identifier: "urn:de:fim:leika:leistung:99110009104000", regions: ["DE05"], submissionSchemas: [{ schemaUri, mimeType: "application/json" as const }] }] });
  const data = (agreed: boolean, schemaUri: string): unknown => JSON.parse(String(dataOf(later(agreed), { schemaUri: portalSchema, offered: offered(schemaUri) }).bytes));
  assert.deepEqual(data(true, portalSchema), { type: "application.consent-changed", timestamp: message.timestamp, data: { electronicDecisions: true } });
  assert.deepEqual(data(true, answerSchema), { kind: "answer", text: "Die antragstellende Person möchte Bescheide elektronisch bekommen.", about: "consent" });
  assert.deepEqual(data(false, answerSchema), { kind: "answer", text: "Die antragstellende Person möchte Bescheide nicht mehr elektronisch bekommen.", about: "consent" });
  const property = (consent: boolean | undefined) => personProperties(consent === undefined ? {} : { consent }).messageProperties?.properties.map(({ key, value }) => [key.listUri, key.code, value]);
  const xta = { author: { value: "a" }, reader: { value: "b" }, messageType: {} } as unknown as XtaSettings;
  assert.deepEqual(messageOf({ ...later(false), about: { ...about, consent: false } }, xta, "urn:id:1").metaData.messageProperties, personProperties({ consent: false }).messageProperties);
  assert.deepEqual([property(true), property(false), property(undefined)], [[[propertyList, "zustimmungZumDigitalenBescheid", "true"]], [[propertyList, "zustimmungZumDigitalenBescheid", "false"]], undefined]);
});
