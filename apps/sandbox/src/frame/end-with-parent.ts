/**
 * Ends this process when the one that started it is gone, however it ended: the IPC channel breaks, or standard input closes.
 * Standard input is watched only on request, since it is also closed for a program started in the background.
 */
export function endWithParent({ watchStdin, stop }: { readonly watchStdin: boolean; readonly stop: () => void }): void {
  let stopped = false;
  const once = (): void => {
    if (stopped) return;
    stopped = true;
    stop();
  };
  if (process.connected) process.once("disconnect", once);
  if (watchStdin) process.stdin.once("end", once).once("close", once).once("error", once).resume();
}
