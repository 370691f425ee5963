import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, test } from "node:test";
import { createLog } from "#platform/log";
import { createServer } from "./index.ts";
import { routable } from "./routable.ts";

const app = createServer({ log: createLog("fatal", "test"), trustedProxies: [], secureOrigin: false });
app.get("/amt/:name", (request) => `Amt ${(request.params as { name: string }).name}`);
app.setNotFoundHandler(async (request, reply) => { await reply.status(404).type("text/html; charset=utf-8").send(`<h1>${request.url}</h1>`); });
await app.listen({ port: 0, host: "127.0.0.1" });
const { port } = app.server.address() as { port: number };
after(() => app.close());

/** Sends bytes as no HTTP client would, and gives everything that comes back. */
const sent = (bytes: string): Promise<string> => new Promise((resolve, reject) => {
  const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
  let got = "";
  socket.setEncoding("utf8").on("data", (more: string) => { got += more; }).on("close", () => { resolve(got); }).on("error", reject);
});
const get = (path: string, more = ""): Promise<string> => sent(`GET ${path} HTTP/1.1\r\nHost: portal.localhost\r\nConnection: close\r\n${more}\r\n`);

test("an address with broken escapes is an unknown address, in words", async () => {
  for (const path of ["/%", "/%zz", "/%ED%A0%80", "/%C3"]) assert.match(await get(path), /^HTTP\/1\.1 404 .*<h1>/s, path);
  assert.match(await get("/amt/B%C3%BCrger"), /Amt Bürger$/);
  assert.match(await get("/amt/%FF?q=%FF"), /Amt %FF$/, "what stands in it is shown as it is written");
});

test("only the path is looked at, and nothing that can be read is changed", () => {
  for (const url of ["/", "/suche?q=%", "/suche?q=%FF", "/a%20b", "/a?b#%"]) assert.equal(routable(url), url);
  assert.equal(routable("/a%?q=%C3%BC"), "/a%25?q=%C3%BC");
});

test("what never becomes a request is answered with a page, not with a line for machines", async () => {
  const long = await get(`/${"a".repeat(20_000)}`);
  assert.match(long, /^HTTP\/1\.1 431 /);
  assert.match(long, /content-type: text\/html/i);
  assert.match(long, /<h1>Diese Adresse ist zu lang<\/h1>/);
  assert.match(await sent("GET / HTTP/1.1\r\nHost portal\r\n\r\n"), /^HTTP\/1\.1 400 .*<h1>Diese Anfrage war nicht lesbar<\/h1>/s);
});
