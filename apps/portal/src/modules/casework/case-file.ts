import type { OpenedFile } from "#modules/applications";
import type { Readable } from "node:stream";
import { answersToOthers, withoutOthersFiles } from "./answers-to-others.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { findCase } from "./case-store.ts";
import { maySeeReleased, reachableCase, staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";

export type CaseFile = OpenedFile | { readonly ok: true; readonly about: { readonly name: string; readonly type: string }; readonly content: Readable };

/** A file of a case: an upload or reply of this office's part, the letter of one of its decisions, or what the person released from their safe, as long as they do. Every look is written down. */
export async function readCaseFile(deps: CaseworkDeps, reach: Reach, given: { readonly case: string; readonly file: string } | { readonly case: string; readonly decision: string; readonly which: "letter" | "enclosure" } | { readonly case: string; readonly released: string }): Promise<CaseFile> {
  const seen = await reachableCase(deps, reach, given.case);
  if (!seen) return { ok: false, why: "not-found" };
  const tenantKey = await deps.tenants.tenantKey(reach.tenant);
  return deps.db.inTenant(reach.tenant, async (tx): Promise<CaseFile> => {
    const one = await findCase(tx, reach.tenant, given.case);
    if (!one || !reaches(reach, one.office)) return { ok: false, why: "not-found" };
    const head = await deps.applications.view(tx, one.application);
    const entry = { tenant: reach.tenant, ...(head?.account === undefined ? {} : { account: head.account }), actor: staffActor(reach, one.office), action: "file.read", subject: { kind: "application", id: one.application } };
    if ("decision" in given) {
      const decision = (await deps.answers.decisions(tx, one.application)).find(({ id, office }) => id === given.decision && office === one.office);
      const content = decision && (await deps.answers.decisionFile(tx, decision.id, given.which));
      if (!decision || !content) return { ok: false, why: "not-found" };
      await deps.audit.record(tx, entry);
      const name = given.which === "letter" ? `Bescheid-${one.reference}.pdf` : (await deps.answers.decisionContent(tx, decision.id))?.content.enclosure?.name ?? "Anlage.pdf";
      return { ok: true, about: { name, type: "application/pdf" }, content };
    }
    if ("released" in given) {
      const opened = maySeeReleased(one) ? await deps.safe.openShared(tx, tenantKey, { tenant: reach.tenant, application: one.application, share: given.released }) : undefined;
      if (!opened) return { ok: false, why: "not-found" };
      await deps.audit.record(tx, entry);
      return { ok: true, ...opened };
    }
    // Only what belongs to this part.
    const content = await deps.applications.partContent(tx, one.application, one.part);
    if (!content || !withoutOthersFiles(content, one, await answersToOthers(tx, await deps.answers.requests(tx, one.application), reach.tenant, one.application)).files.some(({ id }) => id === given.file)) return { ok: false, why: "not-found" };
    const opened = await deps.applications.openFile(tx, { application: one.application, file: given.file }, { kind: "tenant" });
    if (opened.ok) await deps.audit.record(tx, entry);
    return opened;
  });
}
