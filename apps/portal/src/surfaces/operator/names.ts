import type { OperatorPages } from "./operator-pages.ts";

/** What stands in rows as a code, in the words of forms and offices. What is no longer there keeps its code. */
export interface Names {
  service(slug: string): string;
  /** undefined: of the whole application. */
  part(slug: string, part: string): string | undefined;
  office(tenant: string, role: string): string;
}

export async function namesOf({ forms, offices }: Pick<OperatorPages, "forms" | "offices">, slugs: Iterable<string>): Promise<Names> {
  const known = new Map((await Promise.all([...new Set(slugs)].map((slug) => forms.current(slug)))).flatMap((one) => (one ? [[one.slug, one] as const] : [])));
  return {
    service: (slug) => known.get(slug)?.package.service.title.de ?? slug,
    part: (slug, part) => (part === "whole" ? undefined : known.get(slug)?.form.parts.find(({ definition }) => definition.id === part)?.definition.title.de ?? part),
    office: (tenant, role) => offices.list(tenant).find((one) => one.role === role)?.name ?? role,
  };
}
