import { newId } from "#platform/ids";
import { newKey, seal } from "#platform/crypto";
import { legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { canonicalJson } from "#platform/json";
import type { Answers } from "@kommunalportal/form-engine";
import { nameHashes } from "./applicant-name.ts";
import type { Level } from "./applicant.ts";
import { announceSubmitted } from "./announce-submitted.ts";
import type { SubmittedContent } from "./application.ts";
import { wholePart } from "./application.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { holdKey, sealAbout } from "./file-about.ts";
import { contexts, keyedHash, wrapKey } from "./keys.ts";
import { newReference } from "./reference.ts";
import type { TakenFile } from "./taken-files.ts";

/** An application that was filled in and handed in elsewhere. */
export interface TakeIn {
  readonly tenant: string;
  /** Published service and version by which the answers are read. */
  readonly service: string;
  readonly version: string;
  readonly leika: string;
  readonly office: string;
  /** They name the files by the ids of their locks. */
  readonly answers: Answers;
  /** When it reached the authority: the first day counts. */
  readonly arrivedAt: Date;
  readonly declaredAt: Date;
  readonly level: Level;
  readonly applicantName?: string;
  /** Further words it is found by in the office's list, such as the number the other service gave. */
  readonly words?: string;
  readonly files: readonly TakenFile[];
  /** What came, told apart from everything else for ever: `fit-connect:<submission>`. The same source never makes a second application. */
  readonly source: string;
  /** 32 bytes with which the way it came by acts for the sender (`CitizenAccess`, kind `lookup`): replies, documents, withdrawal. */
  readonly accessKey: Buffer;
}

export interface TakenIn { readonly application: string; readonly reference: string; /** False: it was here before, and nothing was changed. */ readonly fresh: boolean }

/** In the caller's transaction of the town: sealed content, part, files, event and its dispatch job, in one statement. */
export async function takeIn(tx: Tx, deps: ApplicationsDeps, given: TakeIn): Promise<TakenIn> {
  if (tx.scope.kind !== "tenant" || tx.scope.tenant !== given.tenant) throw new Error("an application is taken in by its own town");
  const requestKey = keyedHash(deps.pepper, "taken-in", given.tenant, given.source);
  const before = await tx.maybe<{ id: string; reference: string }>(sql`select id, reference from applications.application where request_key = ${requestKey} and reference is not null`);
  if (before) return { application: before.id, reference: before.reference, fresh: false };

  const tenantKey = await deps.towns.tenantKey(given.tenant);
  const now = deps.clock.now();
  const [id, event, key] = [newId(now.getTime()), newId(now.getTime()), newKey()];
  const day = legalDate(given.arrivedAt);
  const reference = newReference(deps.towns.byId(given.tenant)?.slug ?? "", day.slice(0, 4));
  const content: SubmittedContent = { answers: given.answers, form: { service: given.service, version: given.version }, language: "de", day, declared: { binding: true, at: given.declaredAt.toISOString() }, filled: [] };
  const name = given.applicantName?.trim();
  const hashes = [...new Map(nameHashes(tenantKey, `${name ?? ""} ${given.words ?? ""}`).map((hash) => [hash.toString("base64"), hash])).values()];
  const files = await Promise.all(given.files.map(async ({ lock, file, scan }) => ({
    held: scan === "held" ? (await holdKey(deps.towns, given.tenant, lock.id, lock.key)).toString("base64") : null,
    id: lock.id, store_key: lock.storeKey, scan, wrapped: wrapKey(key, lock.key, contexts.fileKey(lock.id)).toString("base64"), about: sealAbout(lock.key, { id: lock.id, ...file }).toString("base64"), bytes: file.size,
  })));
  await tx.run(sql`
    with given as (
      insert into applications.reference (reference, tenant_id, application_id) values (${reference}, ${given.tenant}, ${id})
    ), application as (
      insert into applications.application (id, tenant_id, account_id, service, leika_key, form_version, status, status_since, channel, language, trust_level, reference,
        tenant_wrapped_key, lookup_wrapped_key, content, applicant_name, request_key, draft_key, created_at, submitted_at, events)
      values (${id}, ${given.tenant}, null, ${given.service}, ${given.leika}, ${given.version}, 'submitted', ${now}, 'online', 'de', ${given.level}, ${reference},
        ${wrapKey(tenantKey, key, contexts.applicationKey(id, "tenant"))}, ${wrapKey(given.accessKey, key, contexts.applicationKey(id, "lookup"))}, ${seal(key, canonicalJson(content), contexts.content(id))},
        ${name === undefined || name === "" ? null : seal(tenantKey, name, contexts.applicantName(id))}, ${requestKey}, ${keyedHash(deps.pepper, "taken-in draft", given.tenant, given.source)}, ${now}, ${given.arrivedAt}, 1)
    ), parts as (
      insert into applications.part (application_id, tenant_id, part, office) values (${id}, ${given.tenant}, ${wholePart}, ${given.office})
    ), words as (
      insert into applications.search_word (tenant_id, hash, application_id) select ${given.tenant}::uuid, hash, ${id}::uuid from unnest(${hashes}::bytea[]) as w (hash)
    ), files as (
      insert into applications.file (id, tenant_id, application_id, kind, scan, store_key, wrapped_key, about, bytes, held_key, created_at)
      select f.id, ${given.tenant}::uuid, ${id}::uuid, 'upload', f.scan, f.store_key, decode(f.wrapped, 'base64'), decode(f.about, 'base64'), f.bytes, decode(f.held, 'base64'), ${now}
      from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as f (id uuid, scan text, store_key text, wrapped text, about text, bytes bigint, held text)
    )
    insert into applications.event (id, application_id, tenant_id, position, type, at, actor_kind, actor, for_citizen, data)
    values (${event}, ${id}, ${given.tenant}, 1, 'submitted', ${now}, 'system', 'gateway', true, ${JSON.stringify({ status: "submitted", channel: "online", level: given.level, origin: "elsewhere" })})`);
  await announceSubmitted(tx, { event, application: id, tenant: given.tenant, service: given.service });
  return { application: id, reference, fresh: true };
}
