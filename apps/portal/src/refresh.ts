import type { House } from "./compose.ts";

/** Reads anew what a process holds in memory. `what` as the triggers tell it; undefined: a notification may have been missed, so everything is read again. */
export async function refresh(house: House, what: string | undefined): Promise<void> {
  const schema = what?.split(".", 1)[0];
  if (schema === undefined || schema === "tenants") await house.tenants.refresh();
  if (schema === undefined || schema === "disturbances") await house.disturbances.refresh();
  if (schema === undefined || schema === "catalogue" || schema === "tenants") await house.catalogue.refresh(what);
  if (schema === undefined || schema === "forms") house.forms.refresh();
  if (schema === undefined || schema === "gateway") await house.gateway.refresh();
}
