/** Remembers what was asked lately, the oldest out first; questions asked at the same time wait for one answer. */
export function createRecent<T>(most: number) {
  const answers = new Map<string, Promise<T>>();
  return {
    get(key: string, ask: () => Promise<T>): Promise<T> {
      const known = answers.get(key);
      if (known) { answers.delete(key); answers.set(key, known); return known; }
      const answer = ask();
      answers.set(key, answer);
      answer.catch(() => { if (answers.get(key) === answer) answers.delete(key); });
      if (answers.size > most) answers.delete(answers.keys().next().value ?? key);
      return answer;
    },
    clear: (): void => { answers.clear(); },
  };
}
