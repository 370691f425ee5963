import type { Routes } from "./routes.ts";

/**
 * The same staff pages, each shown only when this process knows what any process has stored before. Whoever saves something is answered next by whichever process
 * takes the request, and must find it there and not be refused for it.
 */
export function whenCaughtUp(r: Routes, caughtUp: () => Promise<void>): Routes {
  const behind = <Given extends readonly unknown[], T>(handler: (...given: Given) => Promise<T>) => async (...given: Given): Promise<T> => {
    await caughtUp();
    return handler(...given);
  };
  return {
    ...r,
    staffPage: (path, handler) => { r.staffPage(path, behind(handler)); },
    staffAction: (path, handler) => { r.staffAction(path, behind(handler)); },
    staffUpload: (path, handler) => { r.staffUpload(path, behind(handler)); },
  };
}
