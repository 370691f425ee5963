import { FitConnectError } from "@kommunalportal/fit-connect";

/** FIT-Connect itself does not do its part: a refusal with its code, for whoever waits for the page. Nothing is half done; the same step may be taken again. */
export interface ElsewhereFails { readonly ok: false; readonly why: "elsewhere"; readonly fault: string }

export async function orElsewhere<T>(step: () => Promise<T>): Promise<T | ElsewhereFails> {
  try { return await step(); } catch (error) {
    if (error instanceof FitConnectError) return { ok: false, why: "elsewhere", fault: error.code };
    throw error;
  }
}
