import { flushCompileCache } from "node:module";

type Load = () => Promise<unknown>;

const rooms: readonly Load[] = [
  () => import("zod"), () => import("fastify"), () => import("@kommunalportal/bundid"), () => import("#modules/accounts"), () => import("#modules/forms"), () => import("#modules/applications"),
  () => import("#modules/hub"), () => import("#modules/extensions"), () => import("./compose.ts"),
];
const surfaces: readonly Load[] = [
  () => import("./surfaces/citizen/application/index.ts"), () => import("./surfaces/citizen/account/index.ts"), () => import("./surfaces/staff/index.ts"), () => import("./surfaces/admin/index.ts"),
  () => import("./surfaces/extension-api/index.ts"), () => import("./web.ts"),
];

/** In the order of the imports: each loads what the ones before it have not. What is missing here is loaded with the next one, or at last by the role itself. */
export const partsOf = (role: string | undefined): readonly Load[] => (role === "worker" ? rooms : [...rooms, ...surfaces]);

/**
 * Loads the portal a part at a time. Node holds what it has read from the compile cache until that is flushed, some 25 MB for the whole portal, and what stays lies between:
 * glibc gives such pages back only from the end, so the process would carry 27 MB of holes for good. Flushed after each part, the next is read into the same memory (decision 0013).
 */
export async function loadInSteps(role: string | undefined): Promise<void> {
  for (const load of partsOf(role)) {
    await load();
    flushCompileCache();
  }
}
