import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkArchive, nodesHere, packLibrary } from "../../../scripts/test/packed-library.ts";

const { archive, user, compile } = packLibrary("xta", { needs: ["saxes", "xmlchars"] });

const program = `import { createXtaClient, createXtaServer, inMemory, XtaException, type XtaService } from "@kommunalportal/xta";
const service = new Proxy({}, { get: (_target, name) => async () => { if (name === "createMessageId") return "urn:de:xta:messageid:probe:1"; throw new XtaException(9012); } }) as XtaService<undefined>;
const server = createXtaServer({ service, onFault: (error) => { console.log(error); } });
const client = createXtaClient({
  endpoints: { management: "https://xta.example/management", send: "https://xta.example/send", msgBox: "https://xta.example/msgbox" }, author: { identifier: { value: "probe", type: "XTA_ID" } },
  transport: async ({ url, contentType: type, body }) => {
    const { status, contentType, body: answer } = await server.handle({ port: url.endsWith("msgbox") ? "msgBox" : "management", contentType: type, body, caller: undefined });
    return { status, contentType, body: answer, close() {} };
  },
});
const refused = await client.getMessage({}, inMemory(1000)).then(() => "read", (error: unknown) => (error instanceof XtaException ? String(error.code) : String(error)));
console.log(await client.createMessageId(), refused);
`;

test("the packed library is installed and used as a stranger does it, with its types, on every Node that is here", () => {
  const file = compile(program);
  for (const node of nodesHere()) assert.equal(execFileSync(node, [file], { cwd: user, encoding: "utf8" }), "urn:de:xta:messageid:probe:1 9012\n", node);
});

test("what the README shows compiles as a stranger would write it", () => {
  compile([...readFileSync(new URL("../README.md", import.meta.url), "utf8").matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block]) => block).join("\n"));
});

test("publint and attw find nothing wrong with the archive", () => {
  checkArchive(archive);
});
