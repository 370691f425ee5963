import type { XzufiDelivery } from "#modules/catalogue";
import type { Answer, Routes, Visit } from "../frame/index.ts";

/** What machines of other authorities fetch at the Leitportal: `/xzufi/index.txt` and the files that it names (PVOG's way of collecting). Deny by default: without a Redaktion of its own nothing is there. */
export function openDataSurface(r: Routes, { xzufi }: { readonly xzufi: Pick<XzufiDelivery, "enabled" | "file" | "index"> }): void {
  r.public("/xzufi/index.txt", async (visit) => {
    if (visit.tenant || !xzufi.enabled) return { missing: true };
    const index = await xzufi.index();
    // An empty index would mean that everything is gone; »not now« means that the collector keeps what it has.
    if (index === undefined) return { body: "Es gibt noch nichts zu liefern.\n", type: "text/plain; charset=utf-8", status: 503, headers: { "retry-after": "3600", "cache-control": "no-store" } };
    return { body: index, type: "text/plain; charset=utf-8", headers: { "cache-control": "public, max-age=60" } };
  });
  r.public("/xzufi/:file", async (visit) => {
    if (visit.tenant) return { missing: true };
    const found = await xzufi.file(visit.params["file"] ?? "");
    return found === undefined ? { missing: true } : notModified(visit, found.etag) ?? { body: found.xml, type: "application/xml; charset=utf-8", headers: { "cache-control": "public, max-age=60", etag: found.etag } };
  });
}

function notModified({ request }: Visit, etag: string): Answer | undefined {
  const asked = request.headers["if-none-match"];
  if (asked === undefined || !asked.split(",").some((each) => each.trim().replace(/^W\//, "") === etag)) return undefined;
  return { body: "", type: "application/xml; charset=utf-8", status: 304, headers: { "cache-control": "public, max-age=60", etag } };
}
