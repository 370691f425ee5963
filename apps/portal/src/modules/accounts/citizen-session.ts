import type { PrefillSource } from "@kommunalportal/form-engine";

/** Trust level of a sign-in as its STORK number: none, Basisregistrierung, substantiell, hoch (BundID Schnittstellenbeschreibung 5.1). */
export type Level = 0 | 1 | 3 | 4;

/** A value from the identity provider with the level it may be used at: min(attribute's level, level of this sign-in), TR-03160-1 2.3. */
export interface PersonValue { readonly value: string; readonly level: Level }

/** What one browser may do at one host. A visitor who never signed in has level 0 and no account. */
export interface CitizenSession {
  readonly id: string;
  /** The sign-in behind it, shared with the sessions at other hosts; undefined for a visitor. */
  readonly loginId: string | undefined;
  /** undefined: visitor, or a one-time sign-in without bPK2 (§ 3 OZG). */
  readonly account: string | undefined;
  /** Scope of drafts: the account, or for a visitor an id derived from the cookie, so the database never holds what opens it. */
  readonly owner: string;
  /** 32 bytes derived from the cookie: wraps a visitor's draft keys. undefined when there is an account. */
  readonly ownerSecret: Buffer | undefined;
  readonly level: Level;
  readonly signedIn: boolean;
  /** Attributes of BundID that were asked for; a service that needs more signs in again. */
  readonly requested: readonly string[];
  readonly person: Readonly<Partial<Record<PrefillSource, PersonValue>>>;
  /** Under which BundID's status monitor shows one application; where BundID was asked and gave one. Never a key of the person. */
  readonly statusId?: string;
  readonly displayName: string | undefined;
  readonly startedAt: Date;
  /** Absolute end (TR-03160-1 table 2), and the end if nothing is done before. */
  readonly expiresAt: Date;
  readonly idleUntil: Date;
  readonly csrf: string;
}
