import type { Adapter, AdapterPayload } from "oidc-provider";

interface Entry { payload: AdapterPayload; readonly until: number }
const MAX_ENTRIES = 10_000;

/**
 * Keeps sessions, codes and tokens of the staff sign-in in memory: after a restart of the sandbox everybody signs in again,
 * as after a restart of a small identity provider. Returns a factory with a memory of its own.
 */
export function createMemoryAdapter(): (model: string) => Adapter {
  const entries = new Map<string, Entry>();
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const alive = (key: string): AdapterPayload | undefined => {
      const entry = entries.get(key);
      if (!entry || entry.until > Date.now()) return entry?.payload;
      entries.delete(key);
      return undefined;
    };
    const search = (fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...entries.keys()].filter((key) => key.startsWith(`${model}:`)).map(alive).find((payload) => payload && fits(payload));
    return {
      async upsert(id, payload, expiresIn) {
        entries.delete(keyOf(id));
        entries.set(keyOf(id), { payload, until: expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000 });
        const oldest = entries.size > MAX_ENTRIES ? entries.keys().next().value : undefined;
        if (oldest !== undefined) entries.delete(oldest);
      },
      async find(id) { return alive(keyOf(id)); },
      async findByUid(uid) { return search((payload) => payload.uid === uid); },
      async findByUserCode(userCode) { return search((payload) => payload.userCode === userCode); },
      async consume(id) {
        const payload = alive(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) { entries.delete(keyOf(id)); },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) if (key.startsWith(`${model}:`) && payload.grantId === grantId) entries.delete(key);
      },
    };
  };
}
