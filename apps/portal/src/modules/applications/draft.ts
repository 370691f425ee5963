import type { PublishedService } from "#modules/forms";
import type { Answers, Filled, ParsedStep } from "@kommunalportal/form-engine";
import type { Channel, Language, Level } from "./applicant.ts";

export interface DraftHead {
  readonly id: string;
  readonly tenant: string;
  readonly service: string;
  readonly formVersion: string;
  readonly channel: Channel;
  readonly language: Language;
  /** It is not opened with less than this. */
  readonly minimumLevel: Level;
  readonly revision: number;
  readonly createdAt: Date;
  readonly editedAt: Date;
  readonly expiresAt: Date;
  /** Only for somebody who fills in a part of another's application: `of` is that draft, `person` whose steps. */
  readonly part?: { readonly of: string; readonly person: string };
}

export interface Draft extends DraftHead {
  readonly answers: Answers;
  /** What came from the account, with the person's consent. */
  readonly filled: readonly Filled[];
  /** Step → revision with which it was last changed by a post; a step that nobody has posted is not in it. */
  readonly savedSteps: Readonly<Record<string, number>>;
}

/** What is sealed of a draft. */
export interface DraftContent { readonly answers: Answers; readonly filled: readonly Filled[] }

export interface OpenedDraft { readonly ok: true; readonly draft: Draft; readonly service: PublishedService }

/** `not-found` also for somebody else's: an owner learns nothing about others. */
export type DraftRefusal =
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "level-too-low"; readonly needed: Level };

export type SavedStep =
  | { readonly ok: true; readonly draft: Draft; readonly parsed: ParsedStep }
  /** The step was saved elsewhere after this page had been shown, with other answers. Nothing was stored; both are there to choose from. */
  | { readonly ok: false; readonly why: "changed-elsewhere"; readonly draft: Draft; readonly parsed: ParsedStep }
  | DraftRefusal;
