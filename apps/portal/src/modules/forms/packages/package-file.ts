import { z } from "zod";
import { packageJsonSchemas } from "@kommunalportal/form-engine";

/** Bytes that a package file may have. */
export const largestPackage = 8_000_000;

/** How the office runs the service, as the exporting town does; a proposal for the importing one. What is a town's own (accounts, booking keys, offices, legal bases of automation) stays at home. */
export const operationSchema = z.strictObject({
  delivery: z.enum(["casework", "fachverfahren"]),
  notificationArea: z.enum(["vwvfg", "ao"]),
  retentionMonths: z.int().min(1).max(1200),
  paymentWays: z.array(z.enum(["online", "transfer", "counter"])).max(3).readonly(),
});
export type Operation = z.infer<typeof operationSchema>;

/** An Ed25519 public key as JWK (RFC 8037). */
export const keySchema = z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type PublisherKey = z.infer<typeof keySchema>;

/** Everything a service package file says but its signature. `service`, `form` and `tests` are looked at by the form engine. */
export const contentSchema = z.strictObject({
  format: z.literal("kommunalportal/service-package"),
  /** Counts up when a reader of the version before could misunderstand a file. */
  formatVersion: z.literal(1),
  service: z.record(z.string(), z.unknown()),
  form: z.record(z.string(), z.unknown()),
  tests: z.exactOptional(z.array(z.unknown()).max(200)),
  operation: z.exactOptional(operationSchema),
  issued: z.strictObject({ by: z.url().max(300), at: z.iso.datetime() }),
  publisher: z.strictObject({
    key: keySchema,
    /** Where the key has changed: statements of the keys before, the latest first, each a compact JWS with `{"successor": <thumbprint>}`, its own key in the header (`jwk`). */
    succession: z.exactOptional(z.array(z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/).max(2000)).max(20)),
  }),
});
export type PackageContent = z.infer<typeof contentSchema>;

const signatureField = {
  /** JWS in compact serialisation with detached payload (RFC 7515, appendix F), algorithm EdDSA; the payload is the file without `signature` as canonical JSON (RFC 8785), UTF-8. */
  signature: z.string().regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+$/).max(1000),
};
export const fileSchema = contentSchema.extend(signatureField);
export type PackageFile = z.infer<typeof fileSchema>;

/** The file as JSON Schema (draft 2020-12), for software of other portals. What must fit together (paths, attributes, offices) it cannot say. */
export function packageFileJsonSchema(): object {
  const { service, form, tests, $defs } = packageJsonSchemas();
  const { properties, ...envelope } = z.toJSONSchema(fileSchema, { io: "input" }) as { readonly properties: Record<string, object> };
  return {
    title: "Service package of Kommunalportal",
    description: "One online service as a file: form, texts, rules, fees, letters, delivery settings, required trust level, LeiKa key, tests; signed. See docs/service-package.md.",
    ...envelope, properties: { ...properties, service, form, tests }, $defs,
  };
}
