import type { z } from "zod";
import { parseJson } from "../encoding/json.ts";
import { metadata1Schema, type Metadata1 } from "./metadata-1.ts";
import { metadata2Schema, type Metadata2 } from "./metadata-2.ts";

/** Metadata of any readable version, in the shape of 2.x, with what only 1.x has beside. */
export interface ReadMetadata {
  /** `2.1.0`; `1.0.0` where a 1.x text names none. */
  readonly version: string;
  readonly structure: {
    /** Only v1 submissions may have none. */
    readonly data: Metadata2["contentStructure"]["data"] | undefined;
    readonly attachments: Metadata2["contentStructure"]["attachments"];
  };
  readonly replyChannel: Metadata2["replyChannel"];
  /** 1.x: the service is named in the metadata, too. */
  readonly publicServiceIdentifier: string | undefined;
  readonly content: Metadata1 | Metadata2;
}

export type MetadataReading =
  | { readonly kind: "read"; readonly metadata: ReadMetadata }
  | { readonly kind: "refused"; readonly reason: "syntax-violation" | "missing-schema" | "unsupported-schema" }
  | { readonly kind: "refused"; readonly reason: "schema-violation"; readonly paths: readonly string[] };

/** Reads metadata that came from outside. Which versions a destination takes is the caller's to compare; a missing `$schema` is allowed in 1.x only with `acceptV1`. */
export function readMetadata(text: Uint8Array | string, options: { readonly acceptV1: boolean }): MetadataReading {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "refused", reason: "syntax-violation" };
  const named: unknown = "$schema" in value ? value.$schema : undefined;
  if (named === undefined && !options.acceptV1) return { kind: "refused", reason: "missing-schema" };
  const version = named === undefined ? "1.0.0" : typeof named === "string" ? /^https:\/\/schema\.fitko\.de\/fit-connect\/metadata\/(\d+\.\d+\.\d+)\/metadata\.schema\.json$/.exec(named)?.[1] : undefined;
  if (version?.startsWith("2.") === true) {
    const parsed = metadata2Schema.safeParse(value);
    if (!parsed.success) return violation(parsed.error);
    const { contentStructure, replyChannel } = parsed.data;
    return { kind: "read", metadata: { version, structure: contentStructure, replyChannel, publicServiceIdentifier: undefined, content: parsed.data } };
  }
  if (version?.startsWith("1.") !== true || !options.acceptV1) return { kind: "refused", reason: "unsupported-schema" };
  const parsed = metadata1Schema.safeParse(value);
  if (!parsed.success) return violation(parsed.error);
  const { contentStructure: { data, attachments }, replyChannel, publicServiceType } = parsed.data;
  return { kind: "read", metadata: { version, structure: { data, attachments }, replyChannel, publicServiceIdentifier: publicServiceType?.identifier, content: parsed.data } };
}

/** Only where, never what: a value may be personal data. */
function violation(error: z.ZodError): MetadataReading {
  return { kind: "refused", reason: "schema-violation", paths: error.issues.slice(0, 20).map(({ path }) => path.map(String).join(".")) };
}
