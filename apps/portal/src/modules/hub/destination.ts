export const channelKinds = ["webhook", "fit-connect", "xta", "sftp", "pull", "mail"] as const;
/** One per folder with an adapter; a further one is added here, in the table's check and in `createChannels`. */
export type ChannelKind = (typeof channelKinds)[number];

export interface Destination {
  readonly id: string;
  readonly tenant: string;
  /** As the town calls the system: »Steuerverfahren«. Shown to the citizen with the receipt. */
  readonly name: string;
  readonly channel: ChannelKind;
  readonly address: string;
  /** What the channel has to know besides; nothing secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How many deliveries may be on the way at once. */
  readonly maxInFlight: number;
  readonly pausedAt: Date | undefined;
  readonly retiredAt: Date | undefined;
  /** Exchanges in a row without an understandable answer. */
  readonly failures: number;
  readonly failingSince: Date | undefined;
  readonly lastFailure: string | undefined;
  readonly heldUntil: Date | undefined;
  readonly lastAnswerAt: Date | undefined;
  readonly test: { readonly at: Date; readonly result: string } | undefined;
}

/** Two in a row: from here on a destination counts as failing. */
export const failuresThatCount = 2;

export interface Route {
  readonly id: string;
  readonly tenant: string;
  readonly destination: string;
  /** undefined: any. */
  readonly service: string | undefined;
  readonly office: string | undefined;
  readonly part: string | undefined;
  /** Half-open, by the time of submission. */
  readonly validFrom: Date;
  readonly validUntil: Date | undefined;
  /** Grows while it has not begun; afterwards it is only ended. */
  readonly version: number;
  /** The rule whose place it took. */
  readonly replaces: string | undefined;
}
