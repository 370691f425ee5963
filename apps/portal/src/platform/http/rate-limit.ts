/**
 * A first fence against floods: a bucket of `burst` that refills by `perMinute`. Each process counts for itself; limits that
 * protect a secret (look-up codes) are counted in the database by the room that owns the secret.
 */
export function createRateLimit(options: { readonly burst: number; readonly perMinute: number; readonly maxKeys?: number }): { take(key: string, nowMs: number): boolean } {
  const buckets = new Map<string, { left: number; at: number }>();
  const maxKeys = options.maxKeys ?? 50_000;
  return {
    take(key, nowMs) {
      const bucket = buckets.get(key) ?? { left: options.burst, at: nowMs };
      bucket.left = Math.min(options.burst, bucket.left + ((nowMs - bucket.at) * options.perMinute) / 60_000);
      bucket.at = nowMs;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? key);
      if (bucket.left < 1) return false;
      bucket.left -= 1;
      return true;
    },
  };
}
