export type RoleName = "clerk" | "supervisor" | "editor" | "cashier" | "operator" | "publisher";

export interface StaffRole {
  /** undefined: the whole installation (operator, publisher). */
  readonly tenant: string | undefined;
  readonly role: RoleName;
  /** Office role such as "steueramt"; undefined: all offices of the town. */
  readonly office: string | undefined;
}

export interface StaffSession {
  readonly id: string;
  readonly staff: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
  readonly expiresAt: Date;
  readonly idleUntil: Date;
  readonly csrf: string;
}

/** Whether a person holds one of the roles in a town, for an office where one is named. */
export function holds(session: StaffSession, tenant: string | undefined, roles: readonly RoleName[], office?: string): boolean {
  return session.roles.some((held) => roles.includes(held.role) && held.tenant === tenant
    && (office === undefined || held.office === undefined || held.office === office));
}
