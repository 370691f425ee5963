import { isStatus, type Status } from "./status.ts";

export interface StatusSpan {
  readonly status: Status;
  readonly from: Date;
  /** Undefined while it lasts. */
  readonly until: Date | undefined;
  readonly milliseconds: number;
}

/** How long each status lasted, in order, from the events of one application. `now` ends the one that lasts. */
export function durations(events: readonly { readonly at: Date; readonly data: Readonly<Record<string, unknown>> }[], now: Date): StatusSpan[] {
  const changes = events.flatMap(({ at, data }) => {
    const status = data["status"];
    return typeof status === "string" && isStatus(status) ? [{ at, status }] : [];
  });
  return changes.map(({ at, status }, i) => {
    const until = changes[i + 1]?.at;
    return { status, from: at, until, milliseconds: (until ?? now).getTime() - at.getTime() };
  });
}
