/** A simple type of XML Schema: text on the wire, a value in code. */
export interface SimpleType<T> {
  /** undefined when the text is not of this type */
  parse(text: string): T | undefined;
  /** @throws TypeError when the value is not of this type: a fault of the caller, never sent */
  format(value: T): string;
}

function texts(what: string, normalise: (text: string) => string, fits: (text: string) => boolean): SimpleType<string> {
  return {
    parse(text) {
      const value = normalise(text);
      return fits(value) ? value : undefined;
    },
    format(value) {
      const text = normalise(value);
      if (!fits(text)) throw new TypeError(`not a value of ${what}`);
      return text;
    },
  };
}

const replaced = (text: string): string => text.replace(/[\t\n\r]/g, " ");
const collapsed = (text: string): string => replaced(text).replace(/ {2,}/g, " ").replace(/^ | $/g, "");
const asItIs = (text: string): string => text;

export const string = texts("xs:string", asItIs, () => true);
export const nonEmptyString = texts("NonEmptyStringType", asItIs, (text) => text !== "");
export const normalizedString = texts("xs:normalizedString", replaced, () => true);
export const token = texts("xs:token", collapsed, () => true);
export const language = texts("xs:language", collapsed, (text) => /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(text));
export const idref = texts("xs:IDREF", collapsed, (text) => /^[A-Za-z_][A-Za-z0-9._-]*$/.test(text));

/** xs:anyURI as RFC 3986 writes it (international characters may stand unescaped), not empty, at most 2048 characters. */
export const anyUri = texts("xs:anyURI", collapsed, (text) =>
  text.length > 0 && text.length <= 2048 && /^(?:[A-Za-z][A-Za-z0-9+.-]*:|[^:]*$|[./?#])/.test(text) && /^(?:[^\s<>"{}|\\^`%[\]#]|%[0-9A-Fa-f]{2})*(?:#(?:[^\s<>"{}|\\^`%[\]#]|%[0-9A-Fa-f]{2})*)?$/.test(text));

const DATE = String.raw`(-?[1-9]\d{3,8}|-?0\d{3})-(\d{2})-(\d{2})`;
const ZONE = String.raw`(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?`;
const DATE_TIME = new RegExp(`^${DATE}T(?:([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,12})?|24:00:00(?:\\.0+)?)${ZONE}$`);
const DATE_ONLY = new RegExp(`^${DATE}${ZONE}$`);

function isRealDay(match: RegExpExecArray | null): boolean {
  if (!match) return false;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year !== 0 && day >= 1 && day <= days;
}

/** Kept as written: evidence of a transport is not rounded or moved to another zone. `new Date(value)` reads it. */
export const dateTime = texts("xs:dateTime", collapsed, (text) => isRealDay(DATE_TIME.exec(text)));
export const date = texts("xs:date", collapsed, (text) => isRealDay(DATE_ONLY.exec(text)));

export const boolean: SimpleType<boolean> = {
  parse(text) {
    const value = collapsed(text);
    if (value === "true" || value === "1") return true;
    return value === "false" || value === "0" ? false : undefined;
  },
  format: (value) => (value ? "true" : "false"),
};

/** Whole numbers from `least` to `most`; nothing past what JavaScript counts exactly. */
function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): SimpleType<number> {
  const fits = (value: number): boolean => Number.isSafeInteger(value) && value >= least && value <= most;
  return {
    parse(text) {
      const value = /^\s*[+-]?\d{1,16}\s*$/.test(text) ? Number(text) : Number.NaN;
      return fits(value) ? value : undefined;
    },
    format(value) {
      if (!fits(value)) throw new TypeError(`not a whole number from ${least} to ${most}`);
      return String(value);
    },
  };
}

export const positiveInteger = wholeNumber(1);
export const nonNegativeInteger = wholeNumber(0);
export const int = wholeNumber(-2_147_483_648, 2_147_483_647);
export const integer = wholeNumber(Number.MIN_SAFE_INTEGER);

/** One of a fixed set of words. */
export function oneOf<const W extends string>(...words: readonly W[]): SimpleType<W> {
  return {
    parse: (text) => words.find((word) => word === collapsed(text)),
    format: (value) => value,
  };
}

/** Small binary values that stand in the envelope. */
export const base64: SimpleType<Uint8Array> = {
  parse: decodeBase64,
  format: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
};

/** Strict: only the alphabet, white space and the right padding. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/[\t\n\r ]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, "base64");
}
