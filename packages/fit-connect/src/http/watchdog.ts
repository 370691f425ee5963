/** Aborts when nobody says `alive` for so long, or when the caller's own signal fires. */
export interface Watchdog {
  readonly signal: AbortSignal;
  readonly expired: () => boolean;
  alive(): void;
  stop(): void;
}

export function watchdog(milliseconds: number, outer: AbortSignal | undefined): Watchdog {
  const controller = new AbortController();
  let expired = false;
  const timer = setTimeout(() => { expired = true; controller.abort(); }, milliseconds);
  const onOuter = (): void => { controller.abort(); };
  outer?.addEventListener("abort", onOuter, { once: true });
  if (outer?.aborted === true) controller.abort();
  return {
    signal: controller.signal,
    expired: () => expired,
    alive: () => { timer.refresh(); },
    stop: () => { clearTimeout(timer); outer?.removeEventListener("abort", onOuter); },
  };
}
