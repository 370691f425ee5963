import type { Objekt, Transfer } from "../index.ts";

/** The same without the lines of the file. */
export function withoutLines(transfer: Transfer): Transfer {
  return {
    ...transfer,
    schreibe: transfer.schreibe.map(({ art, inhalt }) => ({ art, inhalt }) as Objekt),
    loesche: transfer.loesche.map(({ klasse, id }) => ({ klasse, id })),
  };
}
