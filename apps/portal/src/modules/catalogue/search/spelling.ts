/** A known word that resembles a mistyped one; distance 3 stands for "alike as a whole", further than two errors. */
export interface Resembling { readonly word: string; readonly distance: 1 | 2 | 3 }

const letters = (word: string): number => {
  let mask = 0;
  for (let i = 0; i < word.length; i += 1) mask |= 1 << ((word.charCodeAt(i) - 97) & 31);
  return mask;
};

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count += 1;
  return count;
}

/**
 * Finds known words one or two typing errors away (insertion, deletion, replacement, swapped neighbours: Damerau). Words are grouped by
 * length and compared by the set of their letters first, so that 15,000 words take well under a millisecond.
 */
export function createSpelling(words: Iterable<string>): (mistyped: string) => readonly Resembling[] {
  const byLength = new Map<number, { word: string; mask: number }[]>();
  for (const word of words) {
    if (word.length < 3) continue;
    const group = byLength.get(word.length) ?? [];
    group.push({ word, mask: letters(word) });
    byLength.set(word.length, group);
  }
  function alikeAsAWhole(mistyped: string, mask: number): readonly Resembling[] {
    if (mistyped.length < 6) return [];
    const own = trigrams(mistyped);
    const found: { word: string; share: number }[] = [];
    for (let length = mistyped.length - 4; length <= mistyped.length + 4; length += 1) {
      for (const { word, mask: other } of byLength.get(length) ?? []) {
        if (word.charCodeAt(0) !== mistyped.charCodeAt(0) || bits(mask ^ other) > 5) continue;
        const others = trigrams(word);
        let common = 0;
        for (const one of others) if (own.has(one)) common += 1;
        const share = (2 * common) / (own.size + others.size);
        if (share >= 0.6) found.push({ word, share });
      }
    }
    return found.toSorted((a, b) => b.share - a.share).slice(0, 3).map(({ word }) => ({ word, distance: 3 }));
  }

  return (mistyped) => {
    if (mistyped.length < 4 || mistyped.length > 40 || /\d/.test(mistyped)) return [];
    const most = mistyped.length >= 8 ? 2 : 1;
    const mask = letters(mistyped);
    const found: Resembling[] = [];
    for (let length = mistyped.length - most; length <= mistyped.length + most; length += 1) {
      for (const candidate of byLength.get(length) ?? []) {
        if (bits(candidate.mask ^ mask) > 2 * most || !mayBegin(mistyped, candidate.word)) continue;
        const distance = damerau(mistyped, candidate.word, most);
        if (distance <= most && (distance === 1 || distance === 2)) found.push({ word: candidate.word, distance });
      }
    }
    if (found.length === 0) return alikeAsAWhole(mistyped, mask);
    // A wrong first letter is rare; among equals the one that begins alike is meant.
    const alike = (word: string): number => (word.startsWith(mistyped.charAt(0)) ? 0 : 1);
    return found.toSorted((a, b) => a.distance - b.distance || alike(a.word) - alike(b.word) || a.word.length - b.word.length).slice(0, 12);
  };
}

/** Nobody mistypes the first letter of a short word, unless by swapping it with the second: »Essen« is a word that we do not know, and not »Messen«. */
function mayBegin(mistyped: string, word: string): boolean {
  return mistyped.length > 5 || mistyped[0] === word[0] || (mistyped[0] === word[1] && mistyped[1] === word[0]);
}

function trigrams(word: string): Set<string> {
  const padded = `^${word}$`;
  const found = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) found.add(padded.slice(at, at + 3));
  return found;
}

/** Optimal string alignment distance; `most + 1` as soon as it is larger. */
export function damerau(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}
