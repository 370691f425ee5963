import type { AccessTokens } from "./access-tokens.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Content } from "./content.ts";
import type { ServiceKeys } from "./service-keys.ts";
import type { Store } from "./store.ts";

/** What every part of the delivery service works with. */
export interface Service {
  readonly store: Store;
  readonly content: Content;
  readonly keys: ServiceKeys;
  readonly tokens: AccessTokens;
  readonly behaviour: { readonly current: Behaviour };
  readonly clock: () => Date;
  /** Takes over the key with which the portal of the demonstration answers, where it has been made since (answer-key.ts). */
  readonly takeAnswerKey: () => Promise<void>;
  /** Base URLs without trailing slash; the Submission API's is `iss` of the service's events (delivery.md 1.10). */
  readonly urls: { readonly auth: string; readonly submission: string; readonly portal: string };
}

/** The store's clock counts milliseconds. */
export function now({ clock }: Pick<Service, "clock">): number { return clock().getTime(); }
