import { sql, type Tx } from "#platform/database";

export interface Acknowledgement {
  readonly at: Date;
  /** The program's own number for the case. */
  readonly externalReference: string | undefined;
}

interface Key { readonly tenant: string; readonly client: string; readonly application: string }

export async function acknowledgementOf(tx: Tx, { tenant, client, application }: Key): Promise<Acknowledgement | undefined> {
  const row = await tx.maybe<{ at: Date; external_reference: string | null }>(sql`select at, external_reference from extensions.acknowledgement
    where tenant_id = ${tenant} and client_id = ${client} and application_id = ${application}`);
  return row && { at: row.at, externalReference: row.external_reference ?? undefined };
}

/** The first time counts; a number may be added or changed later. True where it is the first. */
export async function putAcknowledgement(tx: Tx, { tenant, client, application }: Key, given: { readonly at: Date; readonly externalReference: string | undefined }): Promise<boolean> {
  const { first } = await tx.one<{ first: boolean }>(sql`insert into extensions.acknowledgement as a (tenant_id, client_id, application_id, external_reference, at)
    values (${tenant}, ${client}, ${application}, ${given.externalReference ?? null}, ${given.at})
    on conflict (tenant_id, client_id, application_id) do update set external_reference = coalesce(excluded.external_reference, a.external_reference)
    returning at = ${given.at}::timestamptz as first`);
  return first;
}
