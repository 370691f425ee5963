import { buffer } from "node:stream/consumers";
import type { ApplicationContent } from "#modules/applications";
import type { HubParts } from "./deps.ts";
import type { ClaimedDelivery } from "./claim-delivery.ts";
import { structuredAnswers } from "./structured-answers.ts";

/** Files travel inside the message while they are small together; larger ones are fetched by their id (Extension-API). */
const mostFileBytes = 2_500_000;

/** The body of a message, read and opened only now; `undefined` where the content is gone. The same at every try while the forms stay the same. */
export async function prepareMessage(parts: HubParts, delivery: ClaimedDelivery): Promise<string | undefined> {
  const data = { applicationId: delivery.application, reference: delivery.reference, part: delivery.part, office: delivery.office, service: delivery.service };
  const timestamp = delivery.submittedAt.toISOString();
  if (delivery.message !== "application.submitted") return JSON.stringify({ type: delivery.message, timestamp, data });
  const read = await parts.db.inTenant(delivery.tenant, async (tx) => {
    const [head, content] = [await parts.applications.view(tx, delivery.application), await parts.applications.partContent(tx, delivery.application, delivery.part)];
    return head && content ? { head, content, files: await openUploads(parts, tx, content) } : undefined;
  });
  if (!read) return undefined;
  const { head, content } = read;
  const service = await parts.forms.service(content.form.service, content.form.version);
  if (!service) throw new Error(`the form ${content.form.service} ${content.form.version} is not published`);
  const files = [];
  for (const { about, stream } of read.files) {
    files.push({ id: about.id, name: about.name, type: about.type, size: about.size, sha256: about.sha256, ...(stream ? { content: (await buffer(stream)).toString("base64") } : {}) });
  }
  return JSON.stringify({
    type: delivery.message, timestamp,
    data: {
      ...data, leikaKey: head.leikaKey, submittedAt: timestamp, channel: head.channel, language: content.language, trustLevel: head.trustLevel,
      form: content.form, declaredOn: content.day, content: structuredAnswers(service.form, content.answers), files,
    },
  });
}

type Opened = { readonly about: ApplicationContent["files"][number]; readonly stream: NodeJS.ReadableStream | undefined };

async function openUploads(parts: HubParts, tx: Parameters<HubParts["applications"]["openFile"]>[0], content: ApplicationContent): Promise<Opened[]> {
  const uploads = content.files.filter(({ kind }) => kind === "upload");
  const together = uploads.reduce((sum, { size }) => sum + size, 0);
  const opened: Opened[] = [];
  for (const about of uploads) {
    const file = together > mostFileBytes ? undefined : await parts.applications.openFile(tx, { application: content.application, file: about.id }, { kind: "tenant" });
    opened.push({ about, stream: file?.ok === true ? file.content : undefined });
  }
  return opened;
}
