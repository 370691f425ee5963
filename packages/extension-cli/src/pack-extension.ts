import { execFileSync } from "node:child_process";
import { checkExtension } from "./check-extension.ts";
import { Sentence } from "./project.ts";

/** One archive with manifest and source, without `.env` and data: the same for every portal. */
export function packExtension(folder: string): string {
  const problems = checkExtension(folder);
  if (problems.length > 0) throw new Sentence(`It is not packed before this is mended:\n${problems.map((one) => `  ${one}`).join("\n")}`);
  return execFileSync("npm", ["pack", "--silent", "--ignore-scripts"], { cwd: folder, encoding: "utf8" }).trim();
}
