import type { FastifyInstance } from "fastify";
import type { z } from "zod";

/**
 * `GET /_control` shows how a system is set to behave, `POST /_control` changes the fields that are named. JSON only, so that
 * no web page can send it without the browser asking first. The answer comes when `changed` has put the new behaviour into effect.
 */
export function addControl<T extends object>(
  app: FastifyInstance, schema: z.ZodType<T>, state: { current: T }, standard: T, changed?: () => Promise<void>,
): void {
  app.get("/_control", async () => state.current);
  app.post("/_control", async (request, reply) => {
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) return reply.code(415).send({ error: "send application/json" });
    const wanted = schema.safeParse({ ...state.current, ...(typeof request.body === "object" ? request.body : {}) });
    if (!wanted.success) return reply.code(422).send({ problems: wanted.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) });
    state.current = wanted.data;
    await changed?.();
    return state.current;
  });
  app.delete("/_control", async () => {
    state.current = standard;
    await changed?.();
    return state.current;
  });
}
