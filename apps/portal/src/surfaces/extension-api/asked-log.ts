import type { FastifyReply, FastifyRequest } from "fastify";
import type { ExtensionApiParts } from "./operation.ts";
import type { ProblemCode } from "./problems.ts";

interface Asked { readonly tenant: string; readonly client: string; readonly operation: string; code?: ProblemCode }

/** Notes each request of a known program with how it ended, for the program's developer. Who could not prove who it is, is nobody's. */
export function createAskedLog({ extensions, clock }: Pick<ExtensionApiParts, "extensions" | "clock">) {
  const known = new WeakMap<FastifyRequest, Asked>();
  return {
    by(request: FastifyRequest, asked: Asked): void { known.set(request, asked); },
    refused(request: FastifyRequest, code: ProblemCode): void {
      const asked = known.get(request);
      if (asked) asked.code = code;
    },
    answered(request: FastifyRequest, reply: FastifyReply): void {
      const asked = known.get(request);
      if (asked) extensions.requestLog.note({ tenant: asked.tenant, client: asked.client, operation: asked.operation, code: asked.code, at: clock.now(), id: request.id, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) });
    },
  };
}

export type AskedLog = ReturnType<typeof createAskedLog>;
