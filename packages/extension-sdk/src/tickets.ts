/** What a page remembers between two requests, in a hidden field of its form. */
export interface Tickets<T> {
  /** Sealed text for the hidden field. */
  seal(value: T): Promise<string>;
  /** Undefined for what is forged, of another program, or too old. */
  open(ticket: string): Promise<T | undefined>;
}

/**
 * Tickets instead of cookies: in the portal's sandboxed frame a page has no cookies, and a launch code works once. Sealed (AES-256-GCM) with a key
 * made of `secret`, which at least 32 characters long is only the program's own; a ticket ends after `minutes`.
 */
export function createTickets<T>(options: { readonly secret: string; readonly minutes?: number; readonly now?: () => number }): Tickets<T> {
  if (options.secret.length < 32) throw new TypeError("a secret of tickets has at least 32 characters");
  const now = options.now ?? Date.now;
  const key = (async () => crypto.subtle.importKey("raw", await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`kommunalportal ticket ${options.secret}`)), "AES-GCM", false, ["encrypt", "decrypt"]))();
  return {
    async seal(value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify({ value, until: now() + (options.minutes ?? 60) * 60_000 }));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, plain));
      return btoa(Array.from([...iv, ...sealed], (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    },
    async open(ticket) {
      try {
        const bytes = Uint8Array.from(atob(ticket.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.subarray(0, 12) }, await key, bytes.subarray(12));
        const { value, until } = JSON.parse(new TextDecoder().decode(plain)) as { readonly value: T; readonly until: number };
        return until > now() ? value : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
