import { assetCacheControl, encodeAsset, findAsset } from "#ui/assets";
import type { App } from "#platform/http";
import type { TownAssets } from "../frame/index.ts";

/** Style, scripts, fonts, arms and town colours: named by their content, so browsers may keep them for ever. */
export function assetsSurface(app: App, townAssets: TownAssets): void {
  app.get("/assets/*", async (request, reply) => {
    const path = request.url.split("?", 1)[0]!;
    const asset = findAsset(path) ?? townAssets.find(path);
    if (!asset) { await reply.status(404).header("cache-control", "no-store").type("text/plain").send("not found"); return reply; }
    const { body, encoding } = encodeAsset(asset, request.headers["accept-encoding"]?.toString());
    if (encoding) void reply.header("content-encoding", encoding);
    // An SVG opened by itself must not run anything either.
    void reply.headers({ "cache-control": assetCacheControl, vary: "accept-encoding", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" });
    await reply.type(asset.type).send(body);
    return reply;
  });
  app.get("/favicon.ico", async (_request, reply) => { await reply.redirect("/assets/favicon.svg", 302); return reply; });
}
