import { wrappedAccountKeys } from "#modules/accounts";
import { wrappedHandoverKeys } from "#modules/handover";
import { wrappedTenantKeys } from "#modules/tenants";
import { sql, type Sql } from "#platform/database";

/** A column of keys that the installation's key wraps. */
export interface WrappedKeys {
  readonly name: string;
  readonly table: Sql;
  /** Primary key, in whose order they are worked through. */
  readonly id: Sql;
  readonly key: Sql;
  /** Rows in which the column is wrapped by the installation at all. */
  readonly only: Sql;
  /** What the room binds into the key of a row. */
  readonly context: (id: string) => string;
}

/**
 * Every place where a room calls `keyring.wrap`: a test reads the source and fails when one is missing here. The last three rooms do not
 * name their places themselves; the same test opens what they have wrapped.
 */
export const allWrappedKeys: readonly WrappedKeys[] = [
  ...wrappedTenantKeys,
  ...wrappedAccountKeys,
  ...wrappedHandoverKeys,
  { name: "catalogue.barrier_report", table: sql`catalogue.barrier_report`, id: sql`id`, key: sql`wrapped_key`, only: sql`wrapped_key is not null`, context: (id) => `catalogue.barrier_report/${id}` },
  { name: "mailbox.visitor_address", table: sql`mailbox.visitor_address`, id: sql`application_id`, key: sql`wrapped_key`, only: sql`true`, context: (id) => `mailbox.visitor_address.wrapped_key:${id}` },
  { name: "safe.document", table: sql`safe.document`, id: sql`id`, key: sql`held_key`, only: sql`held_key is not null`, context: (id) => `safe.document.held_key:${id}` },
];
