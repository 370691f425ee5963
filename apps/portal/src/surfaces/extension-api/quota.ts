export interface QuotaState { readonly allowed: boolean; readonly left: number; readonly resetSeconds: number }

/**
 * How much of its quota a program has left: a bucket of `perMinute` that refills evenly within a minute. Each process counts for itself;
 * what is published is the quota of one.
 */
export function createQuota(perMinute: number, maxKeys = 20_000) {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    perMinute,
    take(key: string, nowMs: number): QuotaState {
      const bucket = buckets.get(key) ?? { left: perMinute, at: nowMs };
      bucket.left = Math.min(perMinute, bucket.left + (Math.max(0, nowMs - bucket.at) * perMinute) / 60_000);
      bucket.at = nowMs;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? key);
      const allowed = bucket.left >= 1;
      if (allowed) bucket.left -= 1;
      return { allowed, left: Math.floor(bucket.left), resetSeconds: Math.ceil(((perMinute - bucket.left) * 60) / perMinute) };
    },
  };
}
