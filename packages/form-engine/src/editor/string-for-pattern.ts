/**
 * A string that an XSD pattern accepts, as `compilePattern` admits them: characters, classes, groups, alternatives, quantifiers.
 * `variant` chooses among alternatives. Undefined when the pattern uses something else; the caller checks the result anyway.
 */
export function stringForPattern(source: string, variant = 0): string | undefined {
  const reader = new PatternReader(source, variant);
  try {
    const made = reader.alternatives();
    return reader.atEnd() ? made : undefined;
  } catch (error) {
    if (error instanceof NotReadable) return undefined;
    throw error;
  }
}

class NotReadable extends Error {}

const classes: Readonly<Record<string, string>> = { d: "7", w: "a", s: " ", D: "a", W: "-", S: "a" };

class PatternReader {
  #at = 0;
  readonly #source: string;
  readonly #variant: number;

  constructor(source: string, variant: number) {
    this.#source = source;
    this.#variant = variant;
  }

  atEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  alternatives(): string {
    const made = [this.#sequence()];
    while (this.#source[this.#at] === "|") {
      this.#at += 1;
      made.push(this.#sequence());
    }
    return made[this.#variant % made.length] ?? "";
  }

  #sequence(): string {
    let made = "";
    while (!this.atEnd() && !"|)".includes(this.#source[this.#at] ?? "")) {
      const one = this.#atom();
      made += one.repeat(this.#count());
    }
    return made;
  }

  #atom(): string {
    const character = this.#next();
    if (character === "(") {
      if (this.#source.startsWith("?:", this.#at)) this.#at += 2;
      else if (this.#source[this.#at] === "?") throw new NotReadable();
      const inner = this.alternatives();
      if (this.#next() !== ")") throw new NotReadable();
      return inner;
    }
    if (character === "[") return this.#class();
    if (character === ".") return "a";
    if (character === "\\") return this.#escape();
    if ("*+?{}".includes(character)) throw new NotReadable();
    return character;
  }

  #escape(): string {
    const character = this.#next();
    if (character === "p" || character === "P") {
      const end = this.#source.indexOf("}", this.#at);
      if (end < 0) throw new NotReadable();
      const name = this.#source.slice(this.#at + 1, end);
      this.#at = end + 1;
      return name.startsWith("N") ? "7" : name === "Lu" ? "A" : "a";
    }
    return classes[character] ?? (character === "n" ? "\n" : character === "t" ? "\t" : character);
  }

  /** The members of a class are tried in turn; of one that excludes, something it does not name. */
  #class(): string {
    const negated = this.#source[this.#at] === "^";
    if (negated) this.#at += 1;
    const members: string[] = [];
    const ranges: (readonly [string, string])[] = [];
    while (this.#source[this.#at] !== "]") {
      const from = this.#classCharacter();
      if (this.#source[this.#at] === "-" && this.#source[this.#at + 1] !== "]") {
        this.#at += 1;
        const to = this.#classCharacter();
        ranges.push([from, to]);
      } else members.push(from);
    }
    this.#at += 1;
    if (!negated) {
      const starts = [...ranges.map(([from]) => from), ...members];
      return starts[this.#variant % Math.max(1, starts.length)] ?? "";
    }
    const free = [..."aA7 -_.xyz"].find((one) => !members.includes(one) && !ranges.some(([from, to]) => from <= one && one <= to));
    if (free === undefined) throw new NotReadable();
    return free;
  }

  #classCharacter(): string {
    const character = this.#next();
    return character === "\\" ? this.#escape() : character;
  }

  /** As few as allowed, but at least one where any number is. */
  #count(): number {
    const mark = this.#source[this.#at];
    if (mark === "?" || mark === "*" || mark === "+") {
      this.#at += 1;
      return mark === "?" && this.#variant % 2 === 1 ? 0 : 1;
    }
    if (mark !== "{") return 1;
    const end = this.#source.indexOf("}", this.#at);
    const [least = "", most] = this.#source.slice(this.#at + 1, end).split(",");
    if (end < 0 || !/^\d+$/.test(least)) throw new NotReadable();
    this.#at = end + 1;
    return Math.max(Number(least), Math.min(1, most === undefined || most === "" ? 1 : Number(most)));
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw new NotReadable();
    this.#at += 1;
    return character;
  }
}
