import { refuseUnsafeName } from "./attr.ts";
import { isUrlAttribute } from "./url.ts";

/** Where a value stands in a template: it decides what may stand there and how it is written. */
export type Place = "text" | "tag" | "attribute" | "url" | "url-rest";

const wholeValueOnly = /^[\s\S]*?<(script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext)(?=[\s/>])/i;

/**
 * Finds the place of each value of a template. Runs once per template, never per page. Throws a TypeError for a place that
 * cannot be made safe: unquoted attribute values, names, comments, the inside of script and style.
 */
export function findPlaces(strings: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  const scanner = new Scanner();
  strings.forEach((part, index) => {
    scanner.read(part);
    if (index < strings.length - 1) places.push(scanner.place());
  });
  scanner.end();
  return places;
}

class Scanner {
  /** text, the raw text of an element (until its end tag), a comment, inside a tag, inside a quoted value. */
  #state: "text" | "raw" | "comment" | "tag" | "value" = "text";
  #element = "";
  #attribute = "";
  #quote = "";
  #valueBegun = false;
  #tagBegin = "";

  read(part: string): void {
    let at = 0;
    while (at < part.length) at = this.#step(part, at);
  }

  place(): Place {
    switch (this.#state) {
      case "text":
        return "text";
      case "raw":
        if (this.#element === "textarea" || this.#element === "title") return "text";
        throw new TypeError(`No values inside <${this.#element}>: use jsonScript or a file of its own`);
      case "comment":
        throw new TypeError("No values inside comments");
      case "tag":
        if (!/\s$/.test(this.#tagBegin)) throw new TypeError(`A value in <${this.#tagBegin} needs a blank before it, and quotes when it is the value of an attribute`);
        return "tag";
      case "value": {
        refuseUnsafeName(this.#attribute);
        const place = isUrlAttribute(this.#attribute) ? (this.#valueBegun ? "url-rest" : "url") : "attribute";
        this.#valueBegun = true;
        return place;
      }
    }
  }

  end(): void {
    if (this.#state !== "text") throw new TypeError(`A template ends inside a ${this.#state}: ${this.#tagBegin}`);
  }

  #step(part: string, at: number): number {
    switch (this.#state) {
      case "text":
        return this.#text(part, at);
      case "raw":
        return this.#rawText(part, at);
      case "comment": {
        const close = part.indexOf("-->", at);
        if (close === -1) return part.length;
        this.#state = "text";
        return close + 3;
      }
      case "tag":
        return this.#tag(part, at);
      case "value": {
        const close = part.indexOf(this.#quote, at);
        this.#valueBegun ||= close !== at;
        if (close === -1) return part.length;
        this.#state = "tag";
        return close + 1;
      }
    }
  }

  #text(part: string, at: number): number {
    const open = part.indexOf("<", at);
    if (open === -1) return part.length;
    if (part.startsWith("<!--", open)) {
      this.#state = "comment";
      return open + 4;
    }
    if (!/[a-z/!]/i.test(part[open + 1] ?? "")) throw new TypeError("A »<« in a template begins a tag whose name is fixed; write &lt; for the character");
    this.#state = "tag";
    this.#tagBegin = "";
    return open + 1;
  }

  #rawText(part: string, at: number): number {
    const close = part.toLowerCase().indexOf(`</${this.#element}`, at);
    if (close === -1) return part.length;
    this.#state = "tag";
    this.#tagBegin = "";
    return close + 1;
  }

  #tag(part: string, at: number): number {
    const character = part[at] ?? "";
    if (character === ">") {
      const raw = wholeValueOnly.exec(`<${this.#tagBegin} `)?.[1];
      this.#state = raw === undefined ? "text" : "raw";
      this.#element = raw?.toLowerCase() ?? "";
      return at + 1;
    }
    if (character === '"' || character === "'") {
      this.#attribute = /([^\s"'<>/=]+)\s*=\s*$/.exec(this.#tagBegin)?.[1]?.toLowerCase() ?? "";
      this.#quote = character;
      this.#valueBegun = false;
      this.#state = "value";
      this.#tagBegin += "\"\" ";
      return at + 1;
    }
    this.#tagBegin += character;
    return at + 1;
  }
}
