import type { Clock } from "#platform/clock";
import { KeyVersionMissing, SealBroken, type Keyring } from "#platform/crypto";

/** As long as somebody may take to press the button of an open page; after that the page is loaded again. */
const minutes = 30;

/**
 * A visitor's cookie on its way from a form in another site's page to a tab of its own, where the browser keeps cookies apart (CHIPS,
 * draft-cutler-httpbis-partitioned-cookies). The token stands in our page and comes back in the body of a POST of our own page, never in an address.
 * It is the cookie's 32 bytes, wrapped by the installation's key and bound to the host and the time until when it is good: `<milliseconds, base 36>.<base64url>`.
 */
export function createVisitorHandover({ keyring, clock }: { readonly keyring: Keyring; readonly clock: Clock }) {
  const context = (host: string, until: string): string => `accounts.visitor-handover:${host.toLowerCase()}/${until}`;
  return {
    /** A token for the cookie at this host. Throws for a cookie that is not one of ours. */
    handVisitorOn(cookie: string, host: string): string {
      const until = (clock.now().getTime() + minutes * 60_000).toString(36);
      return `${until}.${keyring.wrap(Buffer.from(cookie, "base64url"), context(host, until)).toString("base64url")}`;
    },
    /** The cookie again; undefined when the token is too old, of another host, or not one of ours. */
    takeVisitor(token: string, host: string): string | undefined {
      const [, until, wrapped] = /^([0-9a-z]{1,10})\.([\w-]{40,200})$/.exec(token) ?? [];
      if (until === undefined || wrapped === undefined || Number.parseInt(until, 36) < clock.now().getTime()) return undefined;
      try {
        return keyring.unwrap(Buffer.from(wrapped, "base64url"), context(host, until)).toString("base64url");
      } catch (error) {
        if (error instanceof SealBroken || error instanceof KeyVersionMissing) return undefined;
        throw error;
      }
    },
  };
}
