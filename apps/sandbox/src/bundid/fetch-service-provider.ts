import { request } from "node:http";
import { readServiceProviderMetadata, type ServiceProvider } from "@kommunalportal/bundid";

const most = 100_000;

/**
 * Fetches a portal's metadata from this machine. Node does not resolve `*.localhost`, so it connects to 127.0.0.1 with the name as Host.
 * @throws Error when the portal does not answer with metadata BundID would take
 */
export async function fetchServiceProvider(metadataUrl: string): Promise<ServiceProvider> {
  const { hostname, port, host, pathname, search, protocol } = new URL(metadataUrl);
  if (protocol !== "http:" || (hostname !== "localhost" && !hostname.endsWith(".localhost"))) throw new Error("only portals on this machine are fetched");
  const text = await new Promise<string>((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port: port === "" ? 80 : port, path: pathname + search, headers: { host }, timeout: 5000, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > most) call.destroy(new Error("metadata are too large"));
        else chunks.push(chunk);
      });
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString("utf8"));
        else reject(new Error(`metadata answered with status ${response.statusCode}`));
      });
    });
    call.on("timeout", () => { call.destroy(new Error("metadata took too long")); });
    call.on("error", reject);
    call.end();
  });
  return readServiceProviderMetadata(text);
}
