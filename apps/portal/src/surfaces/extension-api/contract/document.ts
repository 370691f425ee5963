/** An OpenAPI document as somebody else reads it: nothing of it is believed beyond its shape. */
export type Document = Readonly<Record<string, unknown>>;
export interface DocumentOperation { readonly method: string; readonly path: string; readonly facts: Readonly<Record<string, unknown>> }

const methods = ["get", "put", "post", "delete", "patch"] as const;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function operationsOf(document: Document): DocumentOperation[] {
  return Object.entries(recordOf(document["paths"])).flatMap(([path, item]) => methods.flatMap((method) => {
    const facts = recordOf(item)[method];
    return isRecord(facts) ? [{ method: method.toUpperCase(), path, facts }] : [];
  }));
}

/** Follows `#/…` references; throws for one that leads nowhere. */
export function resolved(document: Document, schema: unknown): Readonly<Record<string, unknown>> {
  const { $ref } = recordOf(schema);
  if (typeof $ref !== "string") return recordOf(schema);
  let found: unknown = document;
  for (const step of $ref.replace(/^#\//, "").split("/")) found = recordOf(found)[step];
  if (!isRecord(found)) throw new Error(`${$ref} leads nowhere`);
  return resolved(document, found);
}
