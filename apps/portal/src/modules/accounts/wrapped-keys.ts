import { sql } from "#platform/database";

/** Each key is bound to its row: moved to another row it does not open. */
export const contexts = {
  account: (account: string): string => `accounts.account/${account}`,
  arrival: (request: string): string => `accounts.arrival/${request}`,
  pepper: (): string => "accounts.pepper",
};

/** Where this room's keys lie that the installation's key wraps, for its replacement. */
export const wrappedAccountKeys = [
  { name: "accounts.pepper", table: sql`accounts.pepper`, id: sql`id`, key: sql`wrapped`, only: sql`true`, context: contexts.pepper },
  { name: "accounts.account", table: sql`accounts.account`, id: sql`id`, key: sql`wrapped_key`, only: sql`true`, context: contexts.account },
  // Between BundID's answer and the browser's return; with the code it is wrapped by the code itself.
  { name: "accounts.login_request", table: sql`accounts.login_request`, id: sql`id`, key: sql`wrapped_login_key`, only: sql`code_hash is null`, context: contexts.arrival },
];
