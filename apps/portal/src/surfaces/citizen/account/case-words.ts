import type { ApplicationEvent, Status } from "#modules/applications";
import type { BadgeKind } from "#ui/badge";
import { say } from "#ui/text";
import type { AccountVisit, Lang } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { wordsIn, type Words } from "./messages.ts";

export const badgeKind: Readonly<Record<Status, BadgeKind>> = {
  payment: "warning", submitted: "info", "in-progress": "info", waiting: "warning", decided: "success", refused: "danger", withdrawn: "info", closed: "success",
};

/** Statuses in which nothing more is expected. */
export const ended: ReadonlySet<Status> = new Set<Status>(["decided", "refused", "withdrawn", "closed"]);

/** The service as it was called when the application was made. */
export async function titleOf(portal: Pick<AccountPages, "forms">, lang: Lang, one: { readonly service: string; readonly formVersion: string }): Promise<string> {
  const service = await portal.forms.service(one.service, one.formVersion);
  return service ? say(service.package.service.title, lang) : one.service;
}

export function townName(portal: Pick<AccountPages, "tenants">, tenant: string): string {
  return portal.tenants.byId(tenant)?.name ?? "";
}

/** A path of the town's own host, from whatever host the person is at. */
export function atTown(portal: Pick<AccountPages, "tenants" | "addresses">, visit: AccountVisit, tenant: string, path: string): string {
  const town = portal.tenants.byId(tenant);
  return town === undefined || visit.tenant?.id === tenant ? visit.href(path) : portal.addresses.originOf(town) + visit.href(path);
}

/** Days and hours, as people say it. */
export function durationWords(milliseconds: number, lang: Lang): string {
  const words = wordsIn(lang);
  const hours = Math.floor(milliseconds / 3_600_000);
  if (hours < 1) return words.minutes;
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  const parts = [days > 0 && `${days} ${days === 1 ? words.day : words.days}`, rest > 0 && days < 7 && `${rest} ${rest === 1 ? words.hour : words.hours}`];
  return parts.filter((part) => part !== false).join(", ");
}

export function eventTitle(event: ApplicationEvent, words: Words): string {
  const status = event.data["status"];
  const key = `event.${event.type}`;
  if (key in words && key !== "event.other") return words[key as "event.paid"];
  if (typeof status === "string" && `status.${status}` in words) return `${words.now}: ${words[`status.${status}` as "status.waiting"]}`;
  return words["event.other"];
}

