import type { JsonObject } from "@kommunalportal/form-engine";
import type { PlaceKind } from "./extension-page.ts";

/** Places to which the portal launches with a code; a widget gets none. */
export type LaunchPlace = Exclude<PlaceKind, "widget">;

/** What is sealed of a launch: what the program may be told when it exchanges the code. */
export type LaunchContext =
  | { readonly place: "case-tab"; readonly language: "de" | "en"; readonly application: string; readonly role: "clerk" | "supervisor"; readonly office: string }
  | {
    readonly place: "form-step" | "form-check";
    readonly language: "de" | "en";
    readonly service: string;
    readonly formVersion: string;
    readonly step: string;
    /** How surely the portal knows who the person is: 0 not signed in, 1, 3, 4. */
    readonly trustLevel: 0 | 1 | 3 | 4;
    /** Answers of the fields that the step names for the program, by path. */
    readonly fields: JsonObject;
    /** Where the person goes on; with `form-check` nobody goes anywhere. */
    readonly returnTo: string | undefined;
  };

/** What a program gave for a step. */
export interface LaunchResult {
  /** `done`: values or problems; `declined`: the person went back without choosing; `unavailable`: the program cannot help now. */
  readonly outcome: "done" | "declined" | "unavailable";
  /** Values by path, for fields that the step lets it fill. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Plain words of the program for the person, at fields that it was given or may fill. */
  readonly problems: readonly { readonly field: string; readonly message: string }[];
}

/** Seconds in which a code has to be exchanged: the person reads what is handed over before following the link. */
export const codeSeconds = 300;
/** Seconds after the exchange in which a result is awaited. */
export const resultSeconds = 3600;
