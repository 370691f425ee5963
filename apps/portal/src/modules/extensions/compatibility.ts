import type { ApplicationHead } from "#modules/applications";
import { sql, type Tx } from "#platform/database";
import { asClient, type Access } from "./access.ts";
import { putAcknowledgement } from "./acknowledgement-store.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { eventsAfter } from "./event-store.ts";
import { readParts, recordReading, type ReadParts } from "./fetch-application.ts";
import { grantedApplication } from "./granted-application.ts";
import { Refused, type Outcome } from "./refusal.ts";

export const processingMarks = ["NEW", "READ", "CLOSED", "PRELIMINARY", "HIDDEN", "DELETED"] as const;
export type ProcessingMark = (typeof processingMarks)[number];
/** What a program may write. PRELIMINARY is a draft: nobody but the person sees one. */
export type WritableMark = Exclude<ProcessingMark, "PRELIMINARY">;

export interface MarkedApplication { readonly head: ApplicationHead; readonly mark: ProcessingMark; readonly payload: string | undefined }
export interface MarkedContent extends MarkedApplication { readonly content: ReadParts }

const step = 500;
const mostListed = 1_000;
const mostLooked = 20_000;
/** What is shown when nobody says what to show. */
const shown: readonly ProcessingMark[] = ["NEW", "READ", "CLOSED"];

interface MarkRow { readonly application_id: string; readonly mark: WritableMark; readonly payload: string | null }

async function marksOf(tx: Tx, access: Access, applications: readonly string[]): Promise<ReadonlyMap<string, MarkRow>> {
  const rows = await tx.rows<MarkRow>(sql`select application_id, mark, payload from extensions.processing_mark where tenant_id = ${access.tenant} and client_id = ${access.client} and application_id = any(${applications}::uuid[])`);
  return new Map(rows.map((row) => [row.application_id, row]));
}

function marked(head: ApplicationHead, row: MarkRow | undefined): MarkedApplication {
  // What the person took back is gone for older software, whatever it noted before.
  return { head, mark: head.status === "withdrawn" ? "DELETED" : row?.mark ?? "NEW", payload: row?.payload ?? undefined };
}

/** Applications of one form, oldest first, at most 1,000: the older interface knows no pages. Nothing about the person. */
export function listMarked(deps: ExtensionsDeps, bearer: Bearer, given: { readonly form: string; readonly marks: readonly ProcessingMark[] | undefined; readonly since: Date | undefined }): Promise<Outcome<readonly MarkedApplication[]>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const service = await serviceOf(deps, access, given.form);
    const wanted = given.marks ?? shown;
    const found: MarkedApplication[] = [];
    for (let after = 0, looked = 0; found.length < mostListed && looked < mostLooked;) {
      const arrivals = await eventsAfter(tx, { tenant: access.tenant, after, limit: step, services: [service], offices: access.offices, types: ["application.submitted"], since: given.since });
      const ids = arrivals.map(({ application }) => application);
      const [heads, marks] = [new Map((await deps.applications.heads(tx, ids)).map((head) => [head.id, head])), await marksOf(tx, access, ids)];
      for (const id of ids) {
        const head = heads.get(id);
        const one = head && marked(head, marks.get(id));
        if (one && wanted.includes(one.mark) && found.length < mostListed) found.push(one);
      }
      looked += arrivals.length;
      after = arrivals.at(-1)?.position ?? after;
      if (arrivals.length < step) break;
    }
    await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "application.list", subject: { kind: "tenant", id: access.tenant } });
    return found;
  });
}

/** One application with its content. Reading it makes NEW to READ, and the office sees that it was taken over. */
export function fetchMarked(deps: ExtensionsDeps, bearer: Bearer, given: { readonly form: string; readonly application: string }): Promise<Outcome<MarkedContent>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    const service = await serviceOf(deps, access, given.form);
    const application = await grantedApplication(tx, deps, access, given.application);
    if (application.head.service !== service) throw new Refused({ why: "not-found" });
    const content = await readParts(tx, deps, access, application);
    await recordReading(tx, deps, access, application.head, "application.read");
    const before = marked(application.head, (await marksOf(tx, access, [application.head.id])).get(application.head.id));
    if (before.mark === "NEW") await mark(tx, deps, access, { application: application.head.id, mark: "READ", payload: undefined });
    return { ...before, mark: before.mark === "NEW" ? "READ" : before.mark, content };
  });
}

/** What older software notes: its own mark and its own number. The status that the person sees does not change by it. */
export function writeMark(deps: ExtensionsDeps, bearer: Bearer, given: { readonly form: string; readonly application: string; readonly mark: WritableMark; readonly payload: string | undefined }): Promise<Outcome<MarkedApplication>> {
  return asClient(deps, bearer, "vorgaenge.quittieren", async (tx, access) => {
    const service = await serviceOf(deps, access, given.form);
    const { head } = await grantedApplication(tx, deps, access, given.application);
    if (head.service !== service) throw new Refused({ why: "not-found" });
    await mark(tx, deps, access, { application: head.id, mark: given.mark, payload: given.payload });
    return marked(head, (await marksOf(tx, access, [head.id])).get(head.id));
  });
}

async function mark(tx: Tx, deps: ExtensionsDeps, access: Access, given: { readonly application: string; readonly mark: WritableMark; readonly payload: string | undefined }): Promise<void> {
  const at = deps.clock.now();
  await tx.run(sql`insert into extensions.processing_mark as m (tenant_id, client_id, application_id, mark, payload, at) values (${access.tenant}, ${access.client}, ${given.application}, ${given.mark}, ${given.payload ?? null}, ${at})
    on conflict (tenant_id, client_id, application_id) do update set mark = excluded.mark, payload = coalesce(excluded.payload, m.payload), at = excluded.at`);
  if (given.mark === "NEW" || !access.scopes.has("vorgaenge.quittieren")) return;
  const first = await putAcknowledgement(tx, { tenant: access.tenant, client: access.client, application: given.application }, { at, externalReference: given.payload });
  if (first) await deps.applications.record(tx, given.application, { type: "acknowledged", actor: access.actor, forCitizen: false, data: { client: access.client } });
}

/** A form number is the short name of an online service here, or its LeiKa key. */
async function serviceOf(deps: ExtensionsDeps, access: Access, form: string): Promise<string> {
  const offered = [...deps.tenants.switches(access.tenant).values()].map(({ service }) => service).filter((service) => access.services?.includes(service) ?? true);
  for (const service of offered) if (service === form || (await deps.forms.current(service))?.package.service.leika === form) return service;
  throw new Refused({ why: "not-found" });
}
