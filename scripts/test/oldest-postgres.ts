import { existsSync } from "node:fs";
import { join } from "node:path";

/** Folder with bin/ of PostgreSQL 15, the oldest supported, where the machine has it. */
export function oldestSupportedBinaries(): string | undefined {
  return ["/usr/lib/postgresql/15", "/usr/pgsql-15", "/opt/homebrew/opt/postgresql@15"].find((folder) => existsSync(join(folder, "bin", "initdb")));
}
