export type { AddedProgram } from "./add-program.ts";
export { createDevelopers } from "./developers.ts";
export type { Developers } from "./developers.ts";
export type { Developer, DevelopersDeps } from "./deps.ts";
export type { StartedAccount } from "./start-account.ts";
