import type { CitizenSession, StaffSession } from "#modules/accounts";
import type { Reading } from "#platform/database";
import { contentSecurityPolicy, type PageCache } from "#platform/http";
import type { Addresses } from "./site.ts";
import type { ErrorPages } from "./error-pages.ts";

/** What the frame needs from the house to place, check and serve a request. */
export interface FrameParts {
  readonly addresses: Addresses;
  readonly accounts: {
    /** The session of a cookie at this host, with its idle time renewed; undefined when it ended. */
    citizen(cookie: string, host: string): Promise<CitizenSession | undefined>;
    /** The same, and in the same exchange with the database what `work` reads of its owner's. */
    citizenWith<T>(cookie: string, host: string, work: (tx: Reading) => Promise<T>): Promise<{ readonly session: CitizenSession; readonly read: T } | undefined>;
    /** The visitor of a cookie: derived, nothing is stored; undefined when it is not one of ours. */
    visitor(cookie: string): CitizenSession | undefined;
    newVisitor(): { readonly cookie: string; readonly session: CitizenSession };
    staff(cookie: string): Promise<StaffSession | undefined>;
  };
  readonly pageCache: PageCache;
  readonly pagePolicy: string;
  readonly errorPages: ErrorPages;
}

/** The pages' policy: forms go to ourselves and, through redirects, to the identity and payment providers and between our hosts. */
export function pagePolicyOf(publicOrigin: string, providers: readonly string[]): string {
  const { protocol, host } = new URL(publicOrigin);
  return contentSecurityPolicy([...new Set([`${protocol}//${host}`, `${protocol}//*.${host}`, ...providers.map((url) => new URL(url).origin)])]);
}
