import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import Fastify from "fastify";

// The yardstick of the service pages: a bare Fastify that answers always the same page, in as many processes of its own as the portal has.
const [file = "", processes = "1"] = process.argv.slice(2);
process.once("SIGTERM", () => process.exit());
process.once("disconnect", () => process.exit());

if (cluster.isPrimary && Number(processes) > 1) {
  let listening = 0;
  cluster.on("listening", (_worker, { port }) => {
    listening += 1;
    if (listening === Number(processes)) process.send?.({ kind: "ready", port });
  });
  for (let index = 0; index < Number(processes); index += 1) cluster.fork();
} else {
  const page = readFileSync(file);
  const brotli = brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  const app = Fastify();
  app.get("/", (_request, reply) => reply.type("text/html; charset=utf-8").send(page));
  app.get("/br", (_request, reply) => reply.type("text/html; charset=utf-8").header("content-encoding", "br").send(brotli));
  await app.listen({ port: 0, host: "127.0.0.1" });
  const address = app.server.address();
  if (cluster.isPrimary) process.send?.({ kind: "ready", port: typeof address === "object" && address ? address.port : 0 });
}
