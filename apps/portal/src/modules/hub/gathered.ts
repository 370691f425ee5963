/**
 * Gathers what comes for one key within a moment and does it together; each caller gets the outcome of its whole group. For small writes of which many come at once: a transaction
 * for some of them costs what one would.
 */
export function gathered<A>(moment: number, doTogether: (items: readonly A[]) => Promise<void>): (key: string, item: A) => Promise<void> {
  const waiting = new Map<string, { readonly items: A[]; readonly done: Promise<void> }>();
  return (key, item) => {
    const known = waiting.get(key);
    if (known) { known.items.push(item); return known.done; }
    const items = [item];
    const done = new Promise<void>((resolve) => { setTimeout(resolve, moment); }).then(() => { waiting.delete(key); return doTogether(items); });
    waiting.set(key, { items, done });
    return done;
  };
}
