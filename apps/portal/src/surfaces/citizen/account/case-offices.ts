import { partsFor } from "@kommunalportal/form-engine";
import type { ApplicationEvent, CitizenCase } from "#modules/applications";
import type { Contact } from "#ui/contact-box";
import type { AccountPages } from "./account-pages.ts";
import type { OwnCase } from "./own-case.ts";

/** Who works on which part of an application: roles as the town maps them. `whole` where the form has no parts, or what was sent is not told. */
export async function officesAtWork(portal: Pick<AccountPages, "forms" | "tenants">, { head, content, events }: CitizenCase): Promise<ReadonlyMap<string, string>> {
  const service = await portal.forms.service(head.service, head.formVersion);
  const here = portal.tenants.switches(head.tenant).get(head.service)?.offices;
  const parts = service === undefined || content === undefined ? [] : partsFor(service.form, content.answers, content.day).map(({ id, office }) => [id, office] as const);
  const all = parts.length > 0 ? parts : [["whole", service?.package.service.recipients[0] ?? ""] as const];
  const at = new Map(all.map(([part, role]) => [part, here?.[role] ?? role]));
  // What went on to another office is that office's now.
  for (const { type, data } of sinceHere(events)) if (type === "case-passed-on") for (const [part, role] of at) if (role === data["from"] && typeof data["to"] === "string") at.set(part, data["to"]);
  return at;
}

/** What happened since the town has it whose it is now: the offices of one that had it before are not its own, though they bear the same names. */
export function sinceHere(events: readonly ApplicationEvent[]): readonly ApplicationEvent[] {
  return events.slice(events.findLastIndex(({ type }) => type === "handed-over") + 1);
}

/** Whose doing an event is, in words: where several offices work on it, the office; before a hand-over the town that had it. undefined: it goes without saying. */
export function whoseEvent(event: ApplicationEvent, own: Pick<OwnCase, "at" | "office" | "offices" | "formerly">): string | undefined {
  const office = officeOfEvent(event, own.at);
  if (office === undefined) return undefined;
  return own.formerly.get(event.id) ?? (contactsOf(own).length > 1 ? own.offices.get(office)?.name : undefined);
}

/** Whose doing an event is, or whose part it is about. */
function officeOfEvent({ data }: ApplicationEvent, at: ReadonlyMap<string, string>): string | undefined {
  if (typeof data["office"] === "string") return data["office"];
  return typeof data["part"] === "string" ? at.get(data["part"]) : undefined;
}

/** Everybody who works on it, each once; who is called first stands first. */
export function contactsOf({ office, at, offices }: { readonly office: Contact | undefined; readonly at: ReadonlyMap<string, string>; readonly offices: ReadonlyMap<string, Contact | undefined> }): readonly Contact[] {
  return [...new Set([office, ...[...at.values()].map((role) => offices.get(role))])].filter((contact) => contact !== undefined);
}
