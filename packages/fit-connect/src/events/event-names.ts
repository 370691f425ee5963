/** Prefix of event URIs; the part behind it is the name. */
export const EVENT_PREFIX = "https://schema.fitko.de/fit-connect/events/";

/** Who may issue an event: the delivery service, or a side of the case (a destination by its id). */
export type IssuerKind = "service" | "participant";

interface EventRule {
  readonly issuers: readonly IssuerKind[];
  /** The state before, as the log must show it; undefined: nothing yet. */
  readonly from: readonly (ParcelState | undefined)[];
  /** The state after; undefined: it stays. */
  readonly to: ParcelState | undefined;
}

/** Where a submission or reply stands (delivery.md 1.5.6). */
export type ParcelState = "incomplete" | "submitted" | "forwarded" | "accepted" | "rejected" | "deleted";

const anyState = [undefined, "incomplete", "submitted", "forwarded", "accepted", "rejected"] as const;

/** Every event, who may issue it, and what it changes (delivery.md 1.10). `notify` and `forward` of replies are uncertain and read all the same. */
const rules = {
  create: { issuers: ["service"], from: [undefined], to: "incomplete" },
  submit: { issuers: ["service"], from: ["incomplete"], to: "submitted" },
  notify: { issuers: ["service"], from: ["submitted", "forwarded", "accepted", "rejected"], to: undefined },
  forward: { issuers: ["service", "participant"], from: ["submitted", "forwarded"], to: "forwarded" },
  accept: { issuers: ["participant"], from: ["submitted", "forwarded"], to: "accepted" },
  reject: { issuers: ["service", "participant"], from: ["submitted", "forwarded"], to: "rejected" },
  delete: { issuers: ["service"], from: anyState, to: "deleted" },
} as const satisfies Readonly<Record<string, EventRule>>;

export type EventVerb = keyof typeof rules;
export type ParcelKind = "submission" | "reply";
export type EventName = `${EventVerb}-${ParcelKind}`;

export const ruleOf = (verb: EventVerb): EventRule => rules[verb];

/** The verb and noun of an event URI, or undefined for one that FIT-Connect did not have when this was written. */
export function parseEventUri(uri: string): { readonly verb: EventVerb; readonly kind: ParcelKind } | undefined {
  const [, verb, kind] = uri.startsWith(EVENT_PREFIX) ? /^([a-z]+)-(submission|reply)$/.exec(uri.slice(EVENT_PREFIX.length)) ?? [] : [];
  return verb !== undefined && isVerb(verb) && (kind === "submission" || kind === "reply") ? { verb, kind } : undefined;
}

const isVerb = (text: string): text is EventVerb => Object.hasOwn(rules, text);
