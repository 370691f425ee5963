import { buffer } from "node:stream/consumers";
import type { OutgoingMessage } from "../channel.ts";

/** Files travel inside the message while they are small together; larger ones are fetched by their id (Extension-API). */
const mostFileBytes = 2_500_000;

/** The body of a webhook: JSON, the same at every try. */
export async function webhookBody(message: OutgoingMessage, answerTo?: string): Promise<string> {
  const { type, timestamp } = message;
  const data = { ...message.data, ...(answerTo === undefined ? {} : { answerTo }) };
  if (type === "application.withdrawn") return JSON.stringify({ type, timestamp, data });
  const uploads = message.files.filter(({ purpose }) => purpose === "attachment");
  const inside = uploads.reduce((sum, { size }) => sum + size, 0) <= mostFileBytes;
  const files = [];
  for (const { id, name, type: mediaType, size, sha256, open } of uploads) {
    files.push({ id, name, type: mediaType, size, sha256, ...(inside ? { content: (await buffer(await open())).toString("base64") } : {}) });
  }
  return JSON.stringify({ type, timestamp, data: { ...data, files } });
}
