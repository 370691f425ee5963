import { createServer } from "node:net";

/** Whether a port of the loopback can be opened; `forbidden`: not by this user (below 1024). */
export function stateOfPort(port: number): Promise<"free" | "taken" | "forbidden"> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => { resolve(error.code === "EACCES" ? "forbidden" : "taken"); });
    probe.listen(port, "127.0.0.1", () => { probe.close(() => { resolve("free"); }); });
  });
}
