import type { Scope } from "./scopes.ts";

/** What a town allows a program. Everything that is not named is refused. */
export interface Permission {
  readonly id: string;
  readonly tenant: string;
  readonly client: string;
  readonly scopes: readonly Scope[];
  /** Undefined: every online service of the town. */
  readonly services: readonly string[] | undefined;
  /** Office roles whose parts of an application it gets; undefined: the whole application. */
  readonly offices: readonly string[] | undefined;
  readonly givenAt: Date;
  readonly givenBy: string;
  readonly revokedAt: Date | undefined;
}

/** Whether an application lies within a permission. */
export function covers(permission: Pick<Permission, "services" | "offices">, application: { readonly service: string; readonly offices: readonly string[] }): boolean {
  if (permission.services && !permission.services.includes(application.service)) return false;
  return permission.offices === undefined || application.offices.some((office) => permission.offices?.includes(office));
}
