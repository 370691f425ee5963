import type { PublishedService } from "#modules/forms";
import { type CompiledForm, uploaders } from "@kommunalportal/form-engine";

export interface UploadLimits { readonly accept: readonly string[]; readonly maxSize: number }

/** What an upload field takes from there, by its path with entry numbers; undefined where there is none: evidence from a register has fields of its own. Defaults as in the form definition. */
export function uploadLimits(form: CompiledForm, path: string, from: "person" | "register" = "person"): UploadLimits | undefined {
  const node = form.nodes.get(path.split(".").filter((key) => !/^\d+$/.test(key)).join("."));
  if (node?.kind !== "field" || node.definition.type !== "upload") return undefined;
  if ((node.definition.fetched !== undefined) !== (from === "register")) return undefined;
  return { accept: node.definition.accept ?? defaultUpload.accept, maxSize: node.definition.maxSize ?? defaultUpload.maxSize };
}

/** Also for what a citizen sends later. */
export const defaultUpload: UploadLimits = { accept: ["application/pdf", "image/jpeg", "image/png"], maxSize: 10 * 1024 * 1024 };

/** Bytes that one of several people may hand in: everybody the same share of what fits into an application, so nobody's files say how many others have sent. */
export function uploadShare(settings: { readonly bytesPerDraft: number }, service: Pick<PublishedService, "package">): number {
  return Math.floor(settings.bytesPerDraft / Math.max(1, uploaders(service.package.definition)));
}
