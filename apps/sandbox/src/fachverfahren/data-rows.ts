/** Structured data as rows of path and value; long values are cut for the page. */
export function dataRows(value: unknown, path = ""): (readonly [string, string])[] {
  if (typeof value === "object" && value !== null) {
    const entries: [string, unknown][] = Array.isArray(value) ? value.map((item, index) => [String(index + 1), item]) : Object.entries(value);
    return entries.flatMap(([key, item]) => dataRows(item, path === "" ? key : `${path} › ${key}`));
  }
  const text = String(value);
  return [[path, text.length > 1000 ? `${text.slice(0, 1000)} …` : text]];
}
