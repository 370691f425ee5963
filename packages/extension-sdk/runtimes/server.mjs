// `@kommunalportal/extension-sdk/node`: a server, a name of this machine, a store in a file. Run by packed.test.ts.
import { rmSync } from "node:fs";
import { fileStore, localFetch, serve } from "@kommunalportal/extension-sdk/node";

const store = fileStore("./data");
store.note("kept", "yes");
const server = await serve(async (request) => new Response(`${await request.text()} ${new URL(request.url).pathname}`, { status: 201 }), { port: 0 });
const answer = await localFetch(`http://portal.localhost:${server.port}/webhook`, { method: "POST", body: "message" });
console.log(JSON.stringify([answer.status, await answer.text(), store.read("kept")]));
await server.close();
store.close();
rmSync("./data", { recursive: true });
