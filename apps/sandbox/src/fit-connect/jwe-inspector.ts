import { MIN_JWE_LENGTH } from "./behaviour.ts";
import { ApiProblem } from "./problem.ts";

export interface JweRules {
  /** Accepted `kid`; undefined: the service does not know the recipient's key (replies to a sender, 1.8). */
  readonly kid: string | undefined;
  /** Metadata and data must say what they are: mandatory in v2 (1.5.9). */
  readonly ctyMandatory: boolean;
  /** v1 clients may compress; v2 forbids it (1.5.9). */
  readonly zipAllowed: boolean;
}

export interface InspectedJwe { readonly length: number; readonly tag: string }

const ALPHABET = new Uint8Array(256);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ALPHABET[character.charCodeAt(0)] = 1;
const DOT = 46;
const MAX_HEADER = 4096;
/** IV of 96 bits and tag of 128 bits (1.8); the wrapped key of RSA-4096 has 683 characters, larger keys more. */
const IV_LENGTH = 16;
const TAG_LENGTH = 22;
const MIN_KEY_LENGTH = 683;
const MAX_KEY_LENGTH = 2731;

/** Looks at a compact JWE as it streams by, without the key: five segments, the header's rules, the lengths (delivery.md 7.5, 1.8). */
export class JweInspector {
  readonly #rules: JweRules;
  #segment = 0;
  #inSegment = 0;
  #length = 0;
  /** Of the header, then of the tag: the only segments that are kept. */
  #kept = "";

  constructor(rules: JweRules) { this.#rules = rules; }

  /** @throws ApiProblem as soon as something is wrong, so that nothing more is read */
  push(chunk: Uint8Array): void {
    this.#length += chunk.length;
    for (let from = 0; from < chunk.length;) {
      const dot = chunk.indexOf(DOT, from);
      const end = dot === -1 ? chunk.length : dot;
      if (!onlyAlphabet(chunk, from, end)) throw refused("a character outside of base64url");
      this.#take(chunk, from, end);
      if (dot === -1) return;
      this.#close();
      from = dot + 1;
    }
  }

  end(): InspectedJwe {
    if (this.#segment !== 4) throw refused("not five segments");
    if (this.#inSegment !== TAG_LENGTH || !canonical(this.#kept)) throw refused("the authentication tag has not 128 bits");
    if (this.#length < MIN_JWE_LENGTH) throw refused(`shorter than ${MIN_JWE_LENGTH} characters`);
    return { length: this.#length, tag: this.#kept };
  }

  #take(chunk: Uint8Array, from: number, end: number): void {
    this.#inSegment += end - from;
    const most = [MAX_HEADER, MAX_KEY_LENGTH, IV_LENGTH, Number.POSITIVE_INFINITY, TAG_LENGTH][this.#segment]!;
    if (this.#inSegment > most) throw refused(`segment ${this.#segment + 1} is too long`);
    if (this.#segment === 0 || this.#segment === 4) this.#kept += Buffer.from(chunk.subarray(from, end)).toString("latin1");
  }

  #close(): void {
    if (this.#segment === 0) checkHeader(this.#kept, this.#rules);
    if (this.#segment === 1 && this.#inSegment < MIN_KEY_LENGTH) throw refused("the encrypted key is not of RSA-4096");
    if (this.#segment === 2 && this.#inSegment !== IV_LENGTH) throw refused("the initialization vector has not 96 bits");
    if (this.#segment === 3 && this.#inSegment % 4 === 1) throw refused("the ciphertext is not base64url");
    if (this.#segment === 4) throw refused("more than five segments");
    this.#segment += 1;
    this.#inSegment = 0;
    this.#kept = "";
  }
}

/** A JWE that is there as a whole. */
export function inspectJwe(jwe: string, rules: JweRules): InspectedJwe {
  // Of a character beyond ASCII the inspector would see the last eight bits only.
  if (Buffer.byteLength(jwe) !== jwe.length) throw refused("a character outside of base64url");
  const inspector = new JweInspector(rules);
  inspector.push(Buffer.from(jwe, "latin1"));
  return inspector.end();
}

function checkHeader(segment: string, { kid, ctyMandatory, zipAllowed }: JweRules): void {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(segment, "base64url").toString("utf8"));
  } catch {
    throw refused("the header is not JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header) || !canonical(segment)) throw refused("the header is not an object");
  const member = new Map<string, unknown>(Object.entries(header));
  if (member.get("alg") !== "RSA-OAEP-256") throw refused("Invalid JWE Header 'alg'");
  if (member.get("enc") !== "A256GCM") throw refused("Invalid JWE Header 'enc'");
  if (member.has("crit")) throw refused("Invalid JWE Header 'crit'");
  if (member.has("zip") && !(zipAllowed && member.get("zip") === "DEF")) throw refused("Invalid JWE Header 'zip'");
  const given = member.get("kid");
  if (typeof given !== "string" || given.length < 8 || given.length > 64 || (kid !== undefined && given !== kid)) throw refused("Invalid JWE Header 'kid'");
  const cty = member.get("cty");
  if (ctyMandatory && cty !== "application/json" && cty !== "application/xml") throw refused("Invalid JWE Header 'cty'");
  if (cty !== undefined && (typeof cty !== "string" || cty.length > 255)) throw refused("Invalid JWE Header 'cty'");
}

/** Four characters at a time are three bytes, whichever they are: what is foreign does not come back. Node's own coding does this several times as fast as a look at each byte. */
function onlyAlphabet(chunk: Uint8Array, from: number, end: number): boolean {
  const whole = end - ((end - from) % 4);
  for (let at = whole; at < end; at += 1) if (ALPHABET[chunk[at]!] === 0) return false;
  return canonical(Buffer.from(chunk.buffer, chunk.byteOffset + from, whole - from).toString("latin1"));
}

/** Unused bits must be zero, or one content has several names. */
function canonical(segment: string): boolean {
  return Buffer.from(segment, "base64url").toString("base64url") === segment;
}

function refused(detail: string): ApiProblem { return new ApiProblem("jwe-invalid", detail); }
