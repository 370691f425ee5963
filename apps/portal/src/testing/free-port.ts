import { randomInt } from "node:crypto";
import { createServer } from "node:http";

/** Below what systems give to outgoing connections (Linux: from 32768 on): such a one could take the port before whoever asked for it listens. */
const [lowest, highest] = [12_000, 30_000];

/** A port on the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const port = randomInt(lowest, highest);
    try {
      await probe(port);
      return port;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

function probe(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => { server.close(() => { resolve(); }); });
  });
}
