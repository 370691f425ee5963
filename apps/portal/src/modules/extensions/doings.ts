import type { ExtensionsDeps } from "./deps.ts";

/** One thing that a program did in a town; `reference` where it concerns an application that is still there. */
export interface Doing { readonly at: Date; readonly action: string; readonly reference: string | undefined }

const mostShown = 100;

/** What a program has read and done in a town, newest first, from the audit: for whoever answers for its permission. */
export function doingsOf(deps: Pick<ExtensionsDeps, "db" | "audit" | "applications">, given: { readonly tenant: string; readonly client: string }): Promise<readonly Doing[]> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const entries = await deps.audit.ofExtension(tx, { ...given, limit: mostShown });
    const applications = [...new Set(entries.filter(({ subject }) => subject.kind === "application").map(({ subject }) => subject.id))];
    const references = new Map((await deps.applications.heads(tx, applications)).map(({ id, reference }) => [id, reference]));
    return entries.map(({ at, action, subject }) => ({ at, action, reference: references.get(subject.id) }));
  });
}
