import { sql, type Database, type Tx } from "#platform/database";
import { packageSigner, type PackageSigner } from "./sign-package.ts";
import { vouchFor } from "./succession.ts";

interface KeyRow { readonly generation: number; readonly vouched: boolean }

/** The installation's own signing keys: the present one, those before it, and what they say about each other. */
export interface OwnKeys {
  readonly signer: PackageSigner;
  /** Statements from the present key backwards, as far as each was vouched for. */
  readonly succession: readonly string[];
  /** Fingerprints of all keys that ever signed here. */
  readonly fingerprints: readonly string[];
}

/** Read anew each time: another process may have changed the key. Needs an operator's transaction. */
export async function ownKeys(tx: Tx, pepper: Buffer): Promise<OwnKeys> {
  const rows: readonly KeyRow[] = [{ generation: 1, vouched: false }, ...await tx.rows<KeyRow>(sql`select generation, vouched from forms.package_key order by generation`)];
  const signers = await Promise.all(rows.map(({ generation }) => packageSigner(pepper, generation)));
  const signer = signers.at(-1)!;
  const succession: string[] = [];
  for (let at = rows.length - 1; rows[at]?.vouched === true; at -= 1) succession.push(await vouchFor(signers[at]!.fingerprint, signers[at - 1]!));
  return { signer, succession, fingerprints: signers.map(({ fingerprint }) => fingerprint) };
}

/** From now on another key signs. `lost`: the one before may be in wrong hands; it vouches for nothing, and what it signed is refused here, too. */
export async function changeKey(db: Database, pepper: Buffer, given: { readonly now: Date; readonly lost: boolean; readonly name: string }): Promise<string> {
  return db.asOperator("change the key that signs packages", async (tx) => {
    // Two at once would make the same number: the second fails and changes nothing.
    const { signer, fingerprints } = await ownKeys(tx, pepper);
    await tx.run(sql`insert into forms.package_key (generation, since, vouched) values (${fingerprints.length + 1}, ${given.now}, ${!given.lost})`);
    if (given.lost) await withdraw(tx, signer.fingerprint, given.name, given.now);
    return (await ownKeys(tx, pepper)).signer.fingerprint;
  });
}

/** What a key signs is refused from now on. A key that was never known is refused, too. */
export async function withdraw(tx: Tx, fingerprint: string, name: string, at: Date): Promise<void> {
  await tx.run(sql`insert into forms.package_publisher (fingerprint, name, trusted_at, withdrawn_at) values (${fingerprint}, ${name}, ${at}, ${at})
    on conflict (fingerprint) do update set withdrawn_at = coalesce(forms.package_publisher.withdrawn_at, excluded.withdrawn_at)`);
}
