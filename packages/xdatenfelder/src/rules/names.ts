/** Ids and dotted paths of ids that a rule text names, each once, in their order. */
export function namesIn(text: string): readonly string[] {
  return [...new Set(text.match(/[GF]\d{8,11}(?:\.[GF]\d{8,11})*/g) ?? [])];
}
