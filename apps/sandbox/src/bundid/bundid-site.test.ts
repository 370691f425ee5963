import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { test, type TestContext } from "node:test";
import { loadCredentials } from "../frame/credentials.ts";
import { localRequest } from "../testing/local-request.ts";
import { temporaryFolder } from "../testing/test-sandbox.ts";
import { createBundidSite, PORTAL_METADATA_PATH } from "./bundid-site.ts";
import { fetchServiceProvider } from "./fetch-service-provider.ts";
import { acsUrl, now, portalMetadata } from "./testing-round.ts";

async function serve(t: TestContext, handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return address.port;
}

test("the portal's metadata are fetched from this machine by their host name", async (t) => {
  const port = await serve(t, (request, response) => {
    response.statusCode = request.headers.host?.startsWith("portal.localhost:") === true && request.url === PORTAL_METADATA_PATH ? 200 : 404;
    response.end(portalMetadata);
  });
  assert.equal((await fetchServiceProvider(`http://portal.localhost:${port}${PORTAL_METADATA_PATH}`)).acsUrl, acsUrl);
  await assert.rejects(fetchServiceProvider(`http://portal.localhost:${port}/anders`), /status 404/);
  await assert.rejects(fetchServiceProvider("https://portal.musterland.example/metadaten"), /on this machine/);
});

test("metadata without end are cut off", async (t) => {
  const port = await serve(t, (_request, response) => { response.end("x".repeat(200_000)); });
  await assert.rejects(fetchServiceProvider(`http://portal.localhost:${port}/`), /too large/);
});

test("the site keeps its key over a restart and calls a portal that is not there unknown", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const gone = await serve(t, (_request, response) => { response.writeHead(503).end(); });
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const port = await serve(t, (request, response) => { handle(request, response); });
  const context = {
    dataFolder, credentials: await loadCredentials(dataFolder), clock: () => now, portalPort: gone,
    origin: (site: string) => `http://${site}.sandbox.localhost:${port}`,
  };
  const metadata = async (): Promise<string> => {
    const site = await createBundidSite(context);
    t.after(() => site.close());
    handle = site.handle;
    return (await localRequest(`${context.origin("bundid")}/idp`)).text();
  };
  const first = await metadata();
  assert.match(first, /entityID="http:\/\/bundid\.sandbox\.localhost:\d+\/idp".*<md:KeyDescriptor use="signing">/);
  assert.equal(await metadata(), first);
  const answer = await localRequest(`${context.origin("bundid")}/idp/profile/SAML2/POST/SSO`, {
    method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "SAMLRequest=PGEvPg==" });
  assert.equal(answer.headers.get("location"), "/idp/fehler?idp.code=sandbox-service-provider-unknown");
});
