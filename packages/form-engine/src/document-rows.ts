import type { SummaryNode } from "./summary.ts";

/** A line of a PDF or letter as the templates take it: a value, or lines of its own below a heading. */
export type DocumentRow = { readonly label: string; readonly value: string } | { readonly label: string; readonly rows: readonly DocumentRow[] };

/** Lines of a summary for a PDF: what has facts of its own (a place, an area, an address, a person) shows each of them. */
export function documentRows(nodes: readonly SummaryNode[]): readonly DocumentRow[] {
  return nodes.map((node): DocumentRow => {
    if (node.kind === "group") return { label: node.title, rows: documentRows(node.rows) };
    if (typeof node.document !== "string") return { label: node.label, rows: node.document };
    return { label: node.label, value: node.document === "" ? node.value : node.document };
  });
}
