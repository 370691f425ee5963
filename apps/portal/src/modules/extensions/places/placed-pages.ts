import { sql, type Sql, type Tx } from "#platform/database";
import type { ExtensionsDeps } from "../deps.ts";
import { manifest } from "../manifest.ts";
import { isScope, type Scope } from "../scopes.ts";
import type { ExtensionPage, PlaceKind } from "./extension-page.ts";

/** A name in one language or two. */
export interface Words { readonly de: string; readonly en?: string }

export function wordsOf({ de, en }: { readonly de: string; readonly en?: string | undefined }): Words {
  return { de, ...(en === undefined ? {} : { en }) };
}

/** A page that a town lets appear, with what the town permits its program. */
export interface PlacedPage<P extends ExtensionPage = ExtensionPage> {
  readonly client: string;
  /** Name of the program. */
  readonly program: Words;
  readonly publisher: string;
  readonly permission: string;
  readonly scopes: readonly Scope[];
  readonly services: readonly string[] | undefined;
  readonly offices: readonly string[] | undefined;
  readonly page: P;
}

type PageAt<K extends PlaceKind> = Extract<ExtensionPage, { place: K }>;
interface PlacedRow { readonly client_id: string; readonly manifest: unknown; readonly permission_id: string; readonly scopes: string[]; readonly services: string[] | null; readonly offices: string[] | null; readonly page: string }

/** Pages of some kinds of places in the town of the transaction, in the order of programs and their manifests. Whatever has ended is not among them. */
export async function placedPages<K extends PlaceKind>(tx: Tx, tenant: string, places: readonly K[]): Promise<readonly PlacedPage<PageAt<K>>[]> {
  return pagesOf(await tx.rows<PlacedRow>(placedIn(tenant)), places);
}

/** The same for a page that is shown, as one exchange with the database. */
export async function readPlacedPages<K extends PlaceKind>(deps: Pick<ExtensionsDeps, "db">, tenant: string, places: readonly K[]): Promise<readonly PlacedPage<PageAt<K>>[]> {
  return pagesOf(await deps.db.read<PlacedRow>({ kind: "tenant", tenant }, placedIn(tenant)), places);
}

function placedIn(tenant: string): Sql {
  return sql`select d.client_id, c.manifest, p.id as permission_id, p.scopes, p.services, p.offices, d.page
    from extension_places.placed d
    join extensions.permission p on p.tenant_id = d.tenant_id and p.client_id = d.client_id and p.revoked_at is null
    join extensions.client c on c.id = d.client_id and c.disabled_at is null
    where d.tenant_id = ${tenant} order by d.client_id, d.page`;
}

function pagesOf<K extends PlaceKind>(rows: readonly PlacedRow[], places: readonly K[]): readonly PlacedPage<PageAt<K>>[] {
  return rows.flatMap((row) => {
    const { pages, name, publisher } = manifest.parse(row.manifest);
    const page = pages.find(({ id }) => id === row.page);
    if (!page || !places.some((place) => place === page.place)) return [];
    return [{ client: row.client_id, program: wordsOf(name), publisher: publisher.name, permission: row.permission_id, scopes: row.scopes.filter(isScope), services: row.services ?? undefined, offices: row.offices ?? undefined, page: page as PageAt<K> }];
  });
}

/** Ids of pages of a program that the town lets appear. */
export async function placedOf(tx: Tx, given: { readonly tenant: string; readonly client: string }): Promise<readonly string[]> {
  return (await tx.rows<{ page: string }>(sql`select page from extension_places.placed where tenant_id = ${given.tenant} and client_id = ${given.client} order by page`)).map(({ page }) => page);
}

/** Puts exactly these pages of a program into the town. */
export async function placePages(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly pages: readonly string[] }): Promise<void> {
  await tx.run(sql`delete from extension_places.placed where tenant_id = ${given.tenant} and client_id = ${given.client}`);
  if (given.pages.length === 0) return;
  await tx.run(sql`insert into extension_places.placed (tenant_id, client_id, page) select ${given.tenant}, ${given.client}, page from unnest(${[...new Set(given.pages)]}::text[]) as page`);
}

/** The program was stopped, goes on, or has another manifest: pages with its widgets are made anew. */
export async function tellPlaces(tx: Tx, client: string): Promise<void> {
  await tx.run(sql`update extension_places.placed set page = page where client_id = ${client}`);
}
