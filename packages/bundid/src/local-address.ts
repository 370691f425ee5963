/** https, or http to this machine (`localhost`, `*.localhost`), which browsers treat as equally safe (W3C Secure Contexts, 3.1). */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && (hostname === "localhost" || hostname.endsWith(".localhost")));
}

/** entityID as BundID demands it (Schnittstellenbeschreibung 7.2): an https URL without port. It need not be a real address. */
export function isEntityId(entityId: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(?:\/[\w.~/-]*)?$/i.test(entityId) && URL.canParse(entityId);
}
