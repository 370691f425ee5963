export { createAccounts } from "./accounts.ts";
export type { Accounts } from "./accounts.ts";
export type { CitizenSession, Level, PersonValue } from "./citizen-session.ts";
export { attributeOf } from "./person.ts";
export type { Person } from "./person.ts";
export type { BundidSettings, SignInFailure, SignInWish } from "./sign-in.ts";
export { holds } from "./staff-session.ts";
export type { RoleName, StaffRole, StaffSession } from "./staff-session.ts";
export { wrappedAccountKeys } from "./wrapped-keys.ts";
