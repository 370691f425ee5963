import assert from "node:assert/strict";
import { test } from "node:test";
import type { OutgoingMessage } from "../channel.ts";
import { fitConnectSettings } from "./fit-connect-settings.ts";
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
