import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { ReceivedData, Sender } from "@kommunalportal/fit-connect";
import type { HubDeps } from "../deps.ts";
import type { OpenedDestination } from "../channel.ts";
import type { OfficeReply } from "../office-reply.ts";
import { fetchReplies } from "./fetch-replies.ts";
import { answerSchema } from "./fit-connect-settings.ts";

test("the data of a reply are read once, as they are checked, and each reply has its own", async () => {
  let reads = 0;
  const texts = ["Zuerst.", "Danach."];
  const sender = {
    replies: async function* () { for (const _ of texts) yield { replyId: randomUUID(), caseId: randomUUID() }; },
    receiveReply: async (_reply: unknown, { checkData }: Parameters<Sender["receiveReply"]>[1]) => {
      const bytes = Buffer.from(JSON.stringify({ kind: "status", status: "x", text: texts[reads] }));
      const data: ReceivedData = { schemaUri: answerSchema, mimeType: "application/json", get bytes() { reads += 1; return bytes; } };
      assert.equal(await checkData?.(data, { submissionSchema: { schemaUri: answerSchema, mimeType: "application/json" }, hash: { type: "sha512", content: "" } }), "fits");
      return { kind: "intact", data, attachments: [] };
    },
  } as unknown as Sender;
  const destination = { id: randomUUID(), tenant: randomUUID(), name: "", address: "", secrets: [], settings: { tokenUrl: "http://t", destinationId: randomUUID(), clientId: "c" } } satisfies OpenedDestination;
  const deps = { db: { inTenant: () => Promise.resolve([]) }, tenants: { tenantKey: () => Promise.resolve(Buffer.alloc(32)) } } as unknown as HubDeps;
  const opened: OfficeReply[] = [];
  await fetchReplies(deps, sender, destination, async (_reply, open) => { opened.push(await open()); return { kind: "taken", answer: randomUUID() }; });
  assert.deepEqual(opened.map((one) => one.kind === "intact" && one.answer.kind === "status" && one.answer.text), texts);
  assert.equal(reads, texts.length);
});
