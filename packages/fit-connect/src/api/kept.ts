/** Remembers what was fetched for a while, at most 5,000 of it. A failure is not remembered; many callers at once cause one fetch. */
export function kept<T>(fetch: (key: string) => Promise<T>, { now, milliseconds }: { readonly now: () => number; readonly milliseconds: number }): ((key: string) => Promise<T>) & { forget(key: string): void } {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>();
  const get = (key: string): Promise<T> => {
    const entry = known.get(key);
    if (entry !== undefined && now() < entry.until) return entry.value;
    if (known.size >= 5_000) known.clear();
    const value = fetch(key);
    known.set(key, { until: now() + milliseconds, value });
    value.catch(() => { known.delete(key); });
    return value;
  };
  return Object.assign(get, { forget: (key: string) => { known.delete(key); } });
}
