import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Closing waits for the answers that are under way and for nothing else. Node closes the connections that are idle in that moment; one whose answer comes a moment later would stay open
 * for as long as its client may keep it (72 s), and one that a browser opened in advance, on which nothing was ever asked, until the browser gives it up.
 * @returns to be called when the server is about to close
 */
export function closeSoon(server: Server): () => void {
  const underWay = new Map<Socket, number>();
  let closing = false;
  server.on("connection", (socket) => {
    if (closing) { socket.destroy(); return; }
    underWay.set(socket, 0);
    socket.once("close", () => { underWay.delete(socket); });
  });
  server.on("request", ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once("close", () => {
      const left = (underWay.get(socket) ?? 1) - 1;
      if (underWay.has(socket)) underWay.set(socket, left);
      // What was written of the answer still leaves.
      if (closing && left === 0) socket.destroySoon();
    });
  });
  return () => {
    closing = true;
    for (const [socket, count] of underWay) if (count === 0) socket.destroySoon();
  };
}
