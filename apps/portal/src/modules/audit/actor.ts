/** Who acts. Ids only: names are looked up when somebody with the right to know asks. */
export type Actor =
  | { readonly kind: "citizen"; readonly account: string }
  | { readonly kind: "visitor" }
  | { readonly kind: "staff"; readonly id: string; readonly office?: string }
  | { readonly kind: "extension"; readonly client: string }
  | { readonly kind: "system"; readonly what: string };

/** The actor's id for a column, or null. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case "citizen": return actor.account;
    case "visitor": return null;
    case "staff": return actor.id;
    case "extension": return actor.client;
    case "system": return actor.what;
  }
}
