import type { DataVerdict, ReceivedData } from "@kommunalportal/fit-connect";
import type { InboundDeps } from "./inbound-deps.ts";
import { DataRefused, readData } from "./read-data.ts";

/** Well-formed, within bounds, and right by the schema that is pinned here. A schema that nobody pinned is read as it comes; whether it is offered the destination says. */
export function checkData({ schemas }: Pick<InboundDeps, "schemas">, data: ReceivedData): DataVerdict {
  try { readData(data.bytes, data.mimeType); } catch (error) { if (error instanceof DataRefused) return "syntax-violation"; throw error; }
  const schema = schemas.of(data.schemaUri);
  if (!schema || schema.mimeType !== data.mimeType) return "fits";
  return schema.check(data.bytes) ? "fits" : "schema-violation";
}
