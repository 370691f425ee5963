import { sql, type Tx } from "#platform/database";
import { seal } from "#platform/crypto";
import { newId } from "#platform/ids";
import { storedActor } from "./actor-of.ts";
import { applicationKey } from "./application-key.ts";
import { keyRows } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { longestText, type NewEvent } from "./event-log.ts";
import { contexts } from "./keys.ts";

/** One event for one application; only written, since whoever records many together announces them together under a name of its own. */
export interface EventOfMany { readonly application: string; readonly event: NewEvent & { readonly unannounced: true } }

/**
 * What `record` does, for many applications of one town in two statements. Each application comes once. The rows are locked in the order of their ids, so that two who record for the same
 * ones never wait for each other. Throws when the transaction does not see one of them; texts are sealed by way of the town.
 */
export async function recordMany(tx: Tx, deps: ApplicationsDeps, many: readonly EventOfMany[]): Promise<void> {
  if (many.length === 0) return;
  if (new Set(many.map(({ application }) => application)).size !== many.length) throw new Error("an application comes once");
  if (many.some(({ event }) => (event.text?.length ?? 0) > longestText)) throw new Error(`a text has at most ${longestText} characters`);
  const at = deps.clock.now();
  const withText = many.filter(({ event }) => event.text !== undefined).map(({ application }) => application);
  const keys = new Map<string, Buffer>();
  for (const row of withText.length === 0 ? [] : await keyRows(tx, withText)) keys.set(row.id, await applicationKey(tx, deps, row, { kind: "tenant" }));
  const rows = many.map(({ application, event }) => {
    const [id, key] = [newId(at.getTime()), keys.get(application)];
    if (event.text !== undefined && key === undefined) throw new Error("the transaction does not see this application");
    return { id, application, event, text: event.text === undefined || key === undefined ? null : seal(key, event.text, contexts.eventText(id)) };
  });
  const written = await tx.run(sql`
    with given as (
      select * from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ application }) => application)}::uuid[], ${rows.map(({ event }) => event.type)}::text[], ${rows.map(({ event }) => event.actor.kind)}::text[],
        ${rows.map(({ event }) => storedActor(event.actor))}::text[], ${rows.map(({ event }) => event.forCitizen ?? true)}::boolean[], ${rows.map(({ event }) => JSON.stringify(event.data ?? {}))}::text[], ${rows.map(({ text }) => text)}::bytea[])
        as g (id, application, type, actor_kind, actor, for_citizen, data, text)
    ), locked as (
      select id from applications.application where id = any(${rows.map(({ application }) => application)}::uuid[]) order by id for no key update
    ), head as (
      update applications.application a set events = events + 1 from locked where a.id = locked.id returning a.id, a.tenant_id, a.account_id, a.events
    )
    insert into applications.event (id, application_id, tenant_id, account_id, position, type, at, actor_kind, actor, for_citizen, data, text)
      select g.id, head.id, head.tenant_id, head.account_id, head.events, g.type, ${at}::timestamptz, g.actor_kind, g.actor, g.for_citizen, g.data::jsonb, g.text from given g join head on head.id = g.application`);
  if (written !== rows.length) throw new Error("the transaction does not see this application");
}
