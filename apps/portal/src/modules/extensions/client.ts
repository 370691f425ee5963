import type { Manifest } from "./manifest.ts";

/** A program known to this installation; it may do nothing until a town permits it. */
export interface Client {
  readonly id: string;
  readonly manifest: Manifest;
  readonly registeredAt: Date;
  readonly disabledAt: Date | undefined;
  /** Since when every town sees it; undefined: only towns that were given it already, such as the test towns of its developer. */
  readonly publishedAt: Date | undefined;
}

/** Without the secret itself, which is shown once. */
export interface ClientSecret {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}
