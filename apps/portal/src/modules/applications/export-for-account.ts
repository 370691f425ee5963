import type { Applicant } from "./applicant.ts";
import type { ApplicationContent, ApplicationEvent, ApplicationHead } from "./application.ts";
import { ofAccount } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { Draft } from "./draft.ts";
import { draftsOf } from "./draft-store.ts";
import { timeline } from "./event-log.ts";
import { content } from "./read-content.ts";
import { type Participation, participation, type ParticipationHead, participationsOf } from "./participation.ts";
import { draftOf, unsealDraft } from "./sealed-draft.ts";

/** A draft, what somebody took part in, or an application with what was declared and what happened since. */
export type AccountPiece = Draft | { readonly participation: ParticipationHead; /** Whose steps they filled in; undefined for whoever confirmed the whole. */ readonly person: string | undefined; readonly own: Participation["own"]; readonly people: Participation["people"] } | { readonly head: ApplicationHead; readonly content: ApplicationContent; readonly events: readonly ApplicationEvent[] };

/**
 * Everything this room holds of an account (Art. 15 and 20 DSGVO), one piece after the other so that memory does not grow with it.
 * What is above the session's level is left out: it is not opened with less, here neither. Files are fetched with `openFile`.
 */
export async function* exportForAccount(deps: ApplicationsDeps, applicant: Applicant & { readonly account: string }): AsyncGenerator<AccountPiece> {
  const { account } = applicant;
  for (const { id } of await deps.db.asAccount(account, (tx) => draftsOf(tx, account))) {
    const draft = await deps.db.asAccount(account, (tx) => unsealDraft(tx, deps, id, applicant, "read"));
    if (draft.ok) yield draftOf(draft.row, draft.content);
  }
  for (const head of await participationsOf(deps, account)) {
    const one = await participation(deps, { id: head.id, account, level: applicant.level });
    if (one) yield { participation: head, person: one.person, own: one.own, people: one.people };
  }
  let before: { createdAt: Date; id: string } | undefined;
  for (;;) {
    const page = await deps.db.asAccount(account, (tx) => ofAccount(tx, account, { limit: 50, ...(before ? { before } : {}) }));
    for (const head of page) {
      if (head.trustLevel > applicant.level) continue;
      const opened = await deps.db.asAccount(account, async (tx) => {
        const all = await content(tx, deps, head.id, { kind: "account" });
        return all && { head, content: all, events: await timeline(tx, deps, head.id, { kind: "account" }, "citizen") };
      });
      if (opened) yield opened;
    }
    const last = page.at(-1);
    if (!last || page.length < 50) return;
    before = { createdAt: last.createdAt, id: last.id };
  }
}
