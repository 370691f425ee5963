import { assetUrl, encodeAsset, findAsset } from "#ui/assets";
import type { App } from "#platform/http";
import type { Routes } from "../../frame/index.ts";
import { openOwnWindow, ownWindowPage, type EmbeddingPages } from "./own-window-page.ts";

/** A form in another site's page: the script that puts it there, and the way out of the frame. The framed pages themselves are those of the application. */
export function embeddingSurface(app: App, r: Routes, portal: EmbeddingPages): void {
  app.get("/einbetten.js", async (request, reply) => {
    const url = assetUrl("einbetten.js");
    const asset = findAsset(url);
    if (asset === undefined) throw new Error("the script for other sites is missing");
    const { body, encoding } = encodeAsset(asset, request.headers["accept-encoding"]?.toString());
    const etag = `"${url.split(".").at(-2) ?? ""}${encoding ?? ""}"`;
    // The address never changes, since it stands in other people's pages; another site may load it (that is what it is for).
    void reply.headers({ "cache-control": "public, max-age=600", vary: "accept-encoding", etag, "cross-origin-resource-policy": "cross-origin", ...(encoding ? { "content-encoding": encoding } : {}) });
    if (request.headers["if-none-match"] === etag) { await reply.status(304).send(); return reply; }
    await reply.type(asset.type).send(body);
    return reply;
  });
  r.page("/eigenes-fenster", { needs: "none" }, (visit) => ownWindowPage(portal, visit));
  // No token of a form: the new tab has another cookie than the frame. Where it comes from is checked instead.
  r.foreign("/eigenes-fenster", (visit) => openOwnWindow(portal, visit));
}
