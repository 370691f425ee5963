import { wayToPerson } from "#modules/answers";
import type { Tx } from "#platform/database";
import type { Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { inGrantedCase, speakingOffice } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";
import { handOverUploads, type KeptUpload } from "./uploads/upload-store.ts";
import { namedUploads } from "./uploads/use-uploads.ts";
import { refusalOf } from "./write-status.ts";

export interface SendMessage {
  readonly application: string;
  /** `information` expects no answer; the other two make the application wait for the citizen. */
  readonly kind: "information" | "question" | "documents";
  readonly text: string;
  /** What is to be sent in, for `documents`. */
  readonly documents: readonly string[];
  /** Last day for the answer, `YYYY-MM-DD`. */
  readonly dueOn: string | undefined;
  readonly office: string | undefined;
  /** Ids of uploads; each goes with this message and is used up by it. */
  readonly attachments: readonly string[];
}

/** Words of an office to the citizen, written by a program: a message, a question, or a request for documents. The answer says whether they reach anybody: a program has nobody who would see that the account is gone. */
export async function sendMessage(deps: ExtensionsDeps, bearer: Bearer, given: SendMessage, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "nachrichten.senden", given.application, (tx, access, application) => once(tx, deps, access, request, async () => {
    const { head } = application;
    const office = speakingOffice(application, given.office);
    const { reached, readable, answerable } = wayToPerson(head);
    const files = await filesOf(tx, deps, access, given.attachments);
    if (files.length > 0 && !deps.answers.mayTakeFiles(head)) throw new Refused({ why: "mailbox-needed" });
    if (given.kind === "information") {
      const written = await deps.answers.status(tx, { head, actor: access.actor, office, text: given.text, files });
      if (!written.ok) throw new Refused(refusalOf(written));
      await handOverUploads(tx, given.attachments);
      return { status: 201, body: { application: head.id, kind: given.kind, event: written.event.id, at: written.event.at.toISOString(), reached, readable } };
    }
    const asked = await deps.answers.ask(tx, {
      head, actor: access.actor, office, files, text: given.text, ...(given.kind === "documents" ? { documents: given.documents } : {}), ...(given.dueOn === undefined ? {} : { dueOn: given.dueOn }),
    });
    if (!asked.ok) throw new Refused(refusalOf(asked));
    await handOverUploads(tx, given.attachments);
    return { status: 201, body: { application: head.id, kind: given.kind, request: asked.request, at: deps.clock.now().toISOString(), reached, readable, answerable, ...(asked.dueOn === undefined ? {} : { dueOn: asked.dueOn }) } };
  })));
}

/** Sending files is a right of its own; a file whose check is pending does not go to anybody. */
async function filesOf(tx: Tx, deps: ExtensionsDeps, access: Access, attachments: readonly string[]): Promise<readonly KeptUpload[]> {
  if (attachments.length === 0) return [];
  if (!access.scopes.has("dateien.senden")) throw new Refused({ why: "scope-missing", scope: "dateien.senden" });
  const files = await namedUploads(tx, deps, access, attachments.map((upload, i) => ({ upload, pointer: `/attachments/${i}` })));
  if (files.some(({ scan }) => scan === "held")) throw new Refused({ why: "file-held" });
  return files;
}
