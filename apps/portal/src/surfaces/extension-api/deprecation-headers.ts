import type { OperationFacts } from "./operation.ts";

/** Told with every answer of what is about to end: Deprecation (RFC 9745), Sunset (RFC 8594) and where to read what takes its place. */
export function deprecationHeaders({ deprecated }: Pick<OperationFacts, "deprecated">, apex: string): Readonly<Record<string, string>> {
  if (!deprecated) return {};
  const [since, ends] = [Date.parse(deprecated.since), Date.parse(deprecated.ends)];
  if (!(since < ends)) throw new Error("an operation is deprecated before it ends");
  return {
    deprecation: `@${since / 1000}`, sunset: new Date(ends).toUTCString(),
    link: `<${apex}/entwicklung/schnittstelle/${deprecated.instead}>; rel="successor-version", <${apex}/entwicklung/aenderungen>; rel="deprecation"`,
  };
}
