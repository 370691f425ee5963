import type { OpenedDestination } from "./channel.ts";

/** Past this the least recently used goes; it only costs a new token or connection. */
const mostKept = 500;

/** One per destination and process, over many deliveries. Other settings or secrets make another one. */
export function keptPerDestination<T>(open: (destination: OpenedDestination) => T): (destination: OpenedDestination) => T {
  const kept = new Map<string, { readonly of: string; readonly value: T }>();
  return (destination) => {
    const of = JSON.stringify([destination.address, destination.settings, destination.secrets]);
    const known = kept.get(destination.id);
    kept.delete(destination.id);
    const entry = known?.of === of ? known : { of, value: open(destination) };
    kept.set(destination.id, entry);
    for (const oldest of kept.keys()) { if (kept.size <= mostKept) break; kept.delete(oldest); }
    return entry.value;
  };
}
