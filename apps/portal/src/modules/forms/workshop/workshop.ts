import type { Audit } from "#modules/audit";
import type { Tx } from "#platform/database";
import { releasesOf } from "../release-store.ts";
import { ruleDecisions } from "../rule-decision-store.ts";
import { adaptCopy, contentOf, publisherUpdate, takeUpdate } from "./adapt-copy.ts";
import { changesOf, copiesOf, type Change, type CopyHead } from "./copy-store.ts";
import { createCopy, discardCopy, openCopy, type NewCopy } from "./create-copy.ts";
import { editCopy, restoreRevision, undoChange, type AtCopy, type Edit, type WorkshopDeps } from "./edit-copy.ts";
import { endPreviewLinks, makePreviewLink, openPreviewLinks, previewOf } from "./preview-link.ts";
import { checkPublication, type PublicationCheck } from "./publication-check.ts";
import { proposalsOf, proposeCopy, type Proposal } from "./propose-copy.ts";
import { publishCopy, withdrawVersion, type Publication } from "./publish-copy.ts";
import { askForReview, decideReview } from "./review-copy.ts";
import type { Editor, WorkingCopy } from "./working-copy.ts";

/** Where editors make forms: working copies, their history, review, publication. */
export function createWorkshop({ db, clock, audit }: WorkshopDeps & { readonly audit: Pick<Audit, "record"> }) {
  const deps = { db, clock };
  const ports = {
    ...deps, decided,
    record: (tx: Tx, { tenant, staff, action, copy, version }: { readonly tenant: string; readonly staff: string; readonly action: "form.publish"; readonly copy: WorkingCopy; readonly version: string }) => audit.record(tx, { tenant, actor: { kind: "staff", id: staff }, action, subject: { kind: "form-version", id: `${copy.slug} ${version}` } }),
  };
  return {
    list: (tenant: string): Promise<readonly CopyHead[]> => db.inTenant(tenant, (tx) => copiesOf(tx, tenant)),
    open: (at: { readonly tenant: string; readonly copy: string }) => openCopy(deps, at),
    create: (given: NewCopy) => createCopy(deps, given),
    /** A town's own version of what the publisher offers, and taking over the publisher's newer one. */
    adapt: (given: { readonly tenant: string; readonly by: Editor; readonly slug: string }) => adaptCopy(deps, given),
    updateFor: (copy: WorkingCopy) => publisherUpdate(deps, copy),
    takeUpdate: (at: AtCopy, choices: ReadonlyMap<string, "theirs" | "mine">) => takeUpdate(deps, at, choices),
    /** A program puts a service of its own before the town's editors; what of a program lies there. */
    propose: (proposal: Proposal) => proposeCopy(deps, proposal),
    proposals: (tx: Tx, given: { readonly tenant: string; readonly program: string }) => proposalsOf(tx, given),
    discard: (at: AtCopy) => discardCopy(deps, at),
    edit: (at: AtCopy, edit: Edit) => editCopy(deps, at, edit),
    undo: (at: AtCopy) => undoChange(deps, at, "undo"),
    redo: (at: AtCopy) => undoChange(deps, at, "redo"),
    restore: (at: AtCopy, revision: number) => restoreRevision(deps, at, revision),
    history: (at: { readonly tenant: string; readonly copy: string }): Promise<readonly Change[]> => db.inTenant(at.tenant, (tx) => changesOf(tx, at.copy)),
    /** What a publication would meet: faults, red tests, and the lists a person has to see. */
    check: (copy: WorkingCopy): Promise<PublicationCheck> => db.asOperator("check a form", async (tx) => checkPublication(copy.content, await decided(tx, copy), copy.adapts === undefined ? undefined : await contentOf(tx, copy.slug, copy.adapts))),
    askForReview: (at: AtCopy, note?: string) => askForReview(deps, at, note),
    decideReview: (at: AtCopy, verdict: { readonly release: boolean; readonly note?: string }) => decideReview(deps, at, verdict),
    publish: (at: AtCopy, wish: Publication, rights: { readonly mayAll: boolean; readonly towns: readonly string[] }) => publishCopy(ports, at, wish, rights),
    withdraw: (given: { readonly slug: string; readonly version: string; readonly tenants: "all" | readonly string[] }) => withdrawVersion(deps, given),
    /** Where which version is or was offered. */
    releases: (slug: string) => db.published((tx) => releasesOf(tx, slug)),
    previewLinks: {
      make: (at: Omit<AtCopy, "seen">, days: number) => makePreviewLink(deps, at, days),
      end: (at: { readonly tenant: string; readonly copy: string }) => endPreviewLinks(deps, at),
      open: (at: { readonly tenant: string; readonly copy: string }) => openPreviewLinks(deps, at),
      find: (token: string) => previewOf(deps, token),
    },
  };
}

export type Workshop = ReturnType<typeof createWorkshop>;

/** Keys of the rules of the copy's schema that somebody has decided about. Needs an operator's transaction. */
async function decided(tx: Tx, { content }: WorkingCopy): Promise<ReadonlySet<string>> {
  return content.imported === undefined ? new Set() : new Set((await ruleDecisions(tx, content.imported.schema)).keys());
}
