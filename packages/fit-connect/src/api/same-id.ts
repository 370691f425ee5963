/** Ids are UUIDs: one in capitals, as Windows writes them, names the same thing (RFC 9562, 4). For comparing only: what was said is repeated as it was said. */
export const idKey = (id: string): string => id.toLowerCase();

export const sameId = (a: string, b: string): boolean => idKey(a) === idKey(b);
