import type { Ahead } from "./ahead.ts";
import type { Answer, SessionVisit, TownVisit } from "../../frame/index.ts";

export type TownSessionVisit = SessionVisit & TownVisit & { readonly ahead?: Ahead | undefined };

/** These pages exist at a town's host only: an application is always made to somebody. */
export function inTown<V extends SessionVisit, Rest extends readonly unknown[]>(handler: (visit: V & TownVisit, ...rest: Rest) => Promise<Answer>): (visit: V, ...rest: Rest) => Promise<Answer> {
  return async (visit, ...rest) => {
    const { tenant } = visit;
    return tenant === undefined ? { missing: true } : handler({ ...visit, tenant }, ...rest);
  };
}
