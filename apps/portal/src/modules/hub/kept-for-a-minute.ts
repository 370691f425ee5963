/** Past this the oldest answer goes. */
const mostAnswers = 200;
const keptMs = 60_000;

/** Remembers what was asked for a minute, per key, and while it is being asked; a failure is not remembered. For what is seldom different and only convenient to know at once. */
export function keptForAMinute<T>(ask: (key: string) => Promise<T>, now: () => number): (key: string) => Promise<T> {
  const seen = new Map<string, { readonly at: number; readonly answer: Promise<T> }>();
  return (key) => {
    const known = seen.get(key);
    if (known && now() >= known.at && now() - known.at <= keptMs) return known.answer;
    const fresh = { at: now(), answer: ask(key) };
    seen.delete(key);
    seen.set(key, fresh);
    for (const oldest of seen.keys()) { if (seen.size <= mostAnswers) break; seen.delete(oldest); }
    fresh.answer.catch(() => { if (seen.get(key) === fresh) seen.delete(key); });
    return fresh.answer;
  };
}
