import type { Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import type { Log } from "#platform/log";

/** One request of a program, without its content. `code` is the problem's; `id` stands in the problem's `instance`. */
export interface ClientRequest { readonly tenant: string; readonly client: string; readonly at: Date; readonly id: string; readonly operation: string; readonly status: number; readonly code: string | undefined; readonly milliseconds: number }

const flushMs = 500;
const mostHeld = 5_000;
const mostShown = 100;

interface RequestRow { readonly at: Date; readonly request_id: string; readonly operation: string; readonly status: number; readonly code: string | null; readonly milliseconds: number }

/**
 * What developers see of their own requests. Written in batches beside the request, never inside it: a crash may lose the last half second
 * and nothing that counts; what was done with applications stands in the audit.
 */
export function createRequestLog(deps: { readonly db: Database; readonly clock: Clock; readonly log: Pick<Log, "warn"> }) {
  let held: ClientRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  /** Everything noted so far is written down when this resolves, also what another call has begun to write. */
  function flush(): Promise<void> {
    writing = writing.then(write);
    return writing;
  }
  async function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const batch = held;
    held = [];
    if (batch.length === 0) return;
    const rows = batch.map((one) => ({ tenant_id: one.tenant, client_id: one.client, at: one.at, request_id: one.id, operation: one.operation, status: one.status, code: one.code ?? null, milliseconds: one.milliseconds }));
    try {
      await deps.db.asOperator("write down requests of extensions", (tx) => tx.run(sql`insert into extensions.request (tenant_id, client_id, at, request_id, operation, status, code, milliseconds)
        select tenant_id, client_id, at, request_id, operation, status, code, milliseconds from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given (tenant_id uuid, client_id text, at timestamptz, request_id text, operation text, status int, code text, milliseconds int)`));
    } catch (error) {
      deps.log.warn({ err: error instanceof Error ? error.message : "unknown", lost: batch.length }, "requests of extensions were not written down");
    }
  }

  return {
    note(request: ClientRequest): void {
      if (held.length >= mostHeld) return;
      held.push(request);
      timer ??= setTimeout(() => { void flush(); }, flushMs).unref();
    },
    flush,
    /** The newest first, of one program in one town. */
    async of(given: { readonly tenant: string; readonly client: string }): Promise<readonly ClientRequest[]> {
      const rows = await deps.db.inTenant(given.tenant, (tx) => tx.rows<RequestRow>(sql`select at, request_id, operation, status, code, milliseconds from extensions.request
        where tenant_id = ${given.tenant} and client_id = ${given.client} order by at desc, request_id desc limit ${mostShown}`));
      return rows.map((row) => ({ ...given, at: row.at, id: row.request_id, operation: row.operation, status: row.status, code: row.code ?? undefined, milliseconds: row.milliseconds }));
    },
  };
}

export type RequestLog = ReturnType<typeof createRequestLog>;
