/**
 * Does something with each item, one after the other. One that fails holds up no other: its fault is thrown when all have had their turn, so that it is seen and tried again. A fault after which
 * the others would fail too (`ends`) is thrown at once. Gives back how many came to something.
 */
export async function inTurn<T>(items: Iterable<T> | AsyncIterable<T>, work: (item: T) => Promise<boolean>, ends: (error: unknown) => boolean): Promise<number> {
  let count = 0;
  const faults: unknown[] = [];
  for await (const item of items) {
    try {
      if (await work(item)) count += 1;
    } catch (error) {
      if (ends(error)) throw error;
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
  return count;
}
