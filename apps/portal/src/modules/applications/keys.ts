import { createHmac, hkdfSync } from "node:crypto";
import { keyObject, newKey, open, seal } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { type Applicant, ownerKind } from "./applicant.ts";

/** The towns' content keys, 32 bytes each. */
export interface TenantKeys { tenantKey(tenant: string): Promise<Buffer> }
/** The accounts' content keys; read in the caller's transaction where they are not in memory. */
export interface AccountKeys {
  accountKey(tx: Tx, account: string): Promise<Buffer>;
  /** Of somebody whose session was read for this very request; undefined where it is not in memory. */
  keyInMemory?(account: string): Buffer | undefined;
}

/** What a sealed value belongs to: bound into it, so that nothing opens in another place. */
export const contexts = {
  draftKey: (draft: string) => `applications.draft.wrapped_key:${draft}`,
  returnKey: (draft: string) => `applications.draft_return.wrapped_key:${draft}`,
  returnContact: (draft: string) => `applications.draft_return.contact:${draft}`,
  participantKey: (participant: string) => `applications.participant.wrapped_key:${participant}`,
  participantName: (participant: string) => `applications.participant.name:${participant}`,
  participationDraftKey: (application: string) => `applications.participation.draft_key:${application}`,
  partAnswers: (part: string) => `applications.part_answers.content:${part}`,
  partFiles: (part: string) => `applications.part_answers.files:${part}`,
  hidden: (application: string) => `applications.application.hidden:${application}`,
  hiddenKey: (application: string) => `applications.application.hidden_key:${application}`,
  draftContent: (draft: string) => `applications.draft.content:${draft}`,
  applicationKey: (application: string, holder: "tenant" | "account" | "lookup") => `applications.application.${holder}_wrapped_key:${application}`,
  content: (application: string) => `applications.application.content:${application}`,
  applicantName: (application: string) => `applications.application.applicant_name:${application}`,
  eventText: (event: string) => `applications.event.text:${event}`,
  fileKey: (file: string) => `applications.file.wrapped_key:${file}`,
  fileAbout: (file: string) => `applications.file.about:${file}`,
  heldKey: (file: string) => `applications.file.held_key:${file}`,
  fileBytes: (file: string) => `applications.file:${file}`,
};

/** One purpose, one key: the town's and the visitor's secrets are never used for two things. */
export function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", keyObject(secret), Buffer.alloc(0), `kommunalportal applications ${purpose}`, 32));
}

/** 32 bytes that recognise a value without telling it; `pepper` is the installation's and not in the database. */
export function keyedHash(pepper: Buffer, purpose: string, ...values: readonly string[]): Buffer {
  return createHmac("sha256", keyObject(pepper)).update(JSON.stringify([purpose, ...values])).digest();
}

/** The key that closes an owner's drafts. */
export async function ownerKey(tx: Tx, applicant: Applicant, keys: { readonly tenants: TenantKeys; readonly accounts: AccountKeys }): Promise<Buffer> {
  switch (ownerKind(applicant)) {
    case "account": return keys.accounts.accountKey(tx, applicant.owner);
    case "visitor": return visitorKey(applicant);
    case "staff": return derive(await keys.tenants.tenantKey(applicant.staff?.tenant ?? ""), `staff drafts ${applicant.owner}`);
  }
}

/** The same without asking the database, for whom that is possible. */
export function ownerKeyInMemory(applicant: Applicant, accounts: AccountKeys): Buffer | undefined {
  switch (ownerKind(applicant)) {
    case "account": return accounts.keyInMemory?.(applicant.owner);
    case "visitor": return visitorKey(applicant);
    case "staff": return undefined;
  }
}

function visitorKey(applicant: Applicant): Buffer {
  return derive(applicant.ownerSecret ?? Buffer.alloc(0), "visitor drafts");
}

export const freshKey = newKey;

export function wrapKey(holder: Buffer, key: Buffer, context: string): Buffer {
  return seal(holder, key, context);
}

/** @throws SealBroken */
export function unwrapKey(holder: Buffer, wrapped: Buffer, context: string): Buffer {
  return open(holder, wrapped, context);
}
