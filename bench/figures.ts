/** Durations in milliseconds of one kind of request. */
export interface Spread { readonly count: number; readonly p50: number; readonly p95: number; readonly max: number }

export function spreadOf(milliseconds: readonly number[]): Spread {
  if (milliseconds.length === 0) throw new Error("nothing was measured");
  const sorted = milliseconds.toSorted((a, b) => a - b);
  // Nearest rank: the value that so many of a hundred do not exceed.
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** A number generator that gives the same run for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 4_294_967_296; };
}

/** Fisher-Yates, with a generator of one's own. */
export function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** Runs `work` over all items, each of `hands` taking the next when it has finished one. Returns the seconds it took. */
export async function inParallel<T>(items: readonly T[], hands: number, work: (item: T, hand: number) => Promise<void>): Promise<number> {
  let next = 0;
  const start = performance.now();
  await Promise.all(Array.from({ length: hands }, async (_, hand) => {
    while (next < items.length) { const item = items[next]!; next += 1; await work(item, hand); }
  }));
  return (performance.now() - start) / 1000;
}

export async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  into.push(performance.now() - start);
  return result;
}
