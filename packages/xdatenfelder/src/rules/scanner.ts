/** A rule text that cannot be understood; the message says why, for the review note. */
export class NotUnderstood extends Error {}

/** Walks over a rule text. All matching ignores case and leading blanks. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get end(): boolean {
    return this.text.slice(this.at).trim() === "";
  }

  /** The match of a sticky pattern here, consumed; undefined leaves the place unchanged. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(`\\s*(?:${pattern.source})`, "iuy");
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.text);
    if (match === null) return undefined;
    this.at = sticky.lastIndex;
    return match;
  }

  /** The text itself here, as a whole word. */
  takeText(text: string): boolean {
    return this.take(new RegExp(`${escape(text)}(?![\\p{L}\\p{N}])`)) !== undefined;
  }

  /** Runs `attempt`; when it returns undefined the place is as before. */
  try<T>(attempt: () => T | undefined): T | undefined {
    const before = this.at;
    const result = attempt();
    if (result === undefined) this.at = before;
    return result;
  }

  expect(pattern: RegExp, what: string): RegExpExecArray {
    const match = this.take(pattern);
    if (match === undefined) throw new NotUnderstood(`${what} erwartet bei »${this.text.slice(this.at, this.at + 40).trim()}«`);
    return match;
  }
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Straight quotes, single blanks: rule texts are typed by hand in several programs. */
export function normaliseRule(text: string): string {
  const plain = text.normalize("NFC").replace(/[„“”«»]/g, '"').replace(/[‚‘’]/g, "'").replace(/\s+/g, " ").trim();
  return (plain.match(/"/g) ?? []).length % 2 === 0 ? plain : repairQuotes(plain);
}

/** Two slips that occur in published rules: a quote typed twice, and a code's name that is not closed before », dann«. */
function repairQuotes(text: string): string {
  const single = text.replace(/(?<=[^ ])""(?=[ ,.)])/, '"');
  return single === text ? text.replace(/(?<=\d )"([^",.]{1,60}), (?=dann )/i, '"$1", ') : single;
}
