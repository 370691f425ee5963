import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { test, type TestContext } from "node:test";
import { CallFailed, createApiCall, textOf, type ApiCall } from "./api-call.ts";

/** A server that answers so many requests on a connection and cuts it at the next. */
async function server(t: TestContext, most: number): Promise<{ readonly call: ApiCall; readonly heard: string[] }> {
  const heard: string[] = [];
  const asked = new WeakMap<Socket, number>();
  const listening = createServer((request, response) => {
    const count = (asked.get(request.socket) ?? 0) + 1;
    asked.set(request.socket, count);
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => { body += part; }).on("end", () => {
      if (count > most) { request.socket.destroy(); return; }
      heard.push(body);
      response.end("gut");
    });
  });
  await new Promise<void>((resolve) => { listening.listen(0, "127.0.0.1", resolve); });
  const { call, close } = createApiCall(`http://fit-connect.sandbox.localhost:${(listening.address() as AddressInfo).port}`);
  t.after(() => { close(); listening.closeAllConnections(); listening.close(); });
  return { call, heard };
}

test("a kept connection that the server has ended meanwhile is no failure: what was asked on it is asked once more on a new one", async (t) => {
  const { call, heard } = await server(t, 1);
  for (const body of ["eins", "zwei", "drei"]) assert.equal(await textOf(await call({ method: "POST", path: "/", body })), "gut");
  assert.deepEqual(heard, ["eins", "zwei", "drei"]);
});

test("a new connection that is cut is a failure", async (t) => {
  const { call } = await server(t, 0);
  await assert.rejects(call({ method: "POST", path: "/", body: "eins" }), (error) => error instanceof CallFailed && error.status === 0);
});
