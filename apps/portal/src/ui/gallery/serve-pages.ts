import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeAsset, findAsset, type Asset } from "../assets.ts";

// The strictest policy the portal sends: what a page needs beyond it shows up here as a console error.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** Pages of the gallery over HTTP, for a browser: `origin/<name>`. */
export async function servePages(pages: ReadonlyMap<string, string>, theme: Asset): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const asset = path === theme.url ? theme : findAsset(path);
    if (asset !== undefined) {
      const { body, encoding } = encodeAsset(asset, request.headers["accept-encoding"]);
      response.writeHead(200, { "content-type": asset.type, ...(encoding === undefined ? {} : { "content-encoding": encoding }) }).end(body);
      return;
    }
    const markup = pages.get(path.slice(1));
    if (markup === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(markup);
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); });
}
