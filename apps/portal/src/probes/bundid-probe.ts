import type { Outbound } from "#platform/http";

/** BundID works when its identity provider shows its metadata at its own name (SAML metadata 2.0, well-known location). */
export function bundidProbe(outbound: Outbound, entityId: string): () => Promise<boolean> {
  return async () => {
    try {
      const response = await outbound(entityId, { timeoutMs: 8_000 });
      return response.status === 200 && (await response.text()).includes("EntityDescriptor");
    } catch {
      return false;
    }
  };
}
