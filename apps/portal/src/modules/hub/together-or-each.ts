/**
 * Writes all in one transaction; where that fails, each in its own, so that none takes another with it. Throws the first fault after all were tried.
 * @param write some of them, in one transaction with everything that follows from them
 * @param onBroken told once, before they are written one by one
 */
export async function togetherOrEach<A>(items: readonly A[], write: (some: readonly A[]) => Promise<void>, onBroken: (error: unknown) => void): Promise<void> {
  if (items.length > 1) {
    try {
      await write(items);
      return;
    } catch (error) {
      onBroken(error);
    }
  }
  const written = await Promise.allSettled(items.map((one) => write([one])));
  const fault = written.find((one) => one.status === "rejected");
  if (fault) throw fault.reason;
}
