import { isId } from "#platform/ids";
import { placeOf } from "#modules/casework";
import type { Answer } from "../frame/index.ts";
import { readInboxQuery } from "./inbox-query.ts";
import type { TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

/**
 * GET `/mitarbeit/:slug/vorgang/:case/naechster`: the case after this one in the list that the person filtered last, so that a pile is worked off
 * without going back to it. It is found although this one may have left the list meanwhile. After the last one it is the list itself.
 */
export async function nextCase(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const id = desk.visit.params["case"];
  const one = isId(id) ? await portal.casework.find(desk.reach, id) : undefined;
  if (!one) return { missing: true };
  const saved = (await portal.casework.savedView(desk.reach)) ?? "";
  const { filter } = readInboxQuery(new URLSearchParams(saved));
  const page = await portal.casework.inbox(desk.reach, filter, { at: "after", cursor: placeOf(one, filter.sort ?? "newest") });
  const next = page.lines.find((line) => line.id !== one.id);
  return { redirect: next ? desk.at(`vorgang/${next.id}`) : `${desk.at("eingang")}?${saved === "" ? "stand=" : saved}&ende=1` };
}
