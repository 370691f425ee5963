import type { CertificateRegister } from "./certificate-register.ts";
import type { ContentFiles } from "./content-files.ts";
import type { Identities } from "./identities.ts";
import type { Iterators } from "./iterators.ts";
import type { MessageStore } from "./message-store.ts";

export interface IntermediaryDeps {
  readonly store: MessageStore;
  readonly files: ContentFiles;
  readonly iterators: Iterators;
  readonly identities: Identities;
  readonly register: CertificateRegister;
  readonly clock: () => Date;
  /** How the server calls itself in reports. */
  readonly serverIdentity: string;
}
