import type { FastifyInstance } from "fastify";
import type { z } from "zod";

/**
 * `GET /_control` shows how a system is set to behave, `POST /_control` changes the fields that are named. JSON only, so that
 * no web page can send it without the browser asking first.
 */
export function addControl<T extends object>(
  app: FastifyInstance, schema: z.ZodType<T>, state: { current: T }, standard: T,
): void {
  app.get("/_control", async () => state.current);
  app.post("/_control", async (request, reply) => {
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) return reply.code(415).send({ error: "send application/json" });
    const changed = schema.safeParse({ ...state.current, ...(typeof request.body === "object" ? request.body : {}) });
    if (!changed.success) return reply.code(422).send({ problems: changed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) });
    state.current = changed.data;
    return state.current;
  });
  app.delete("/_control", async () => {
    state.current = standard;
    return state.current;
  });
}
