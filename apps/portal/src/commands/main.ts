import { roleProblem } from "#platform/database";
import { ConfigProblem, readConfig } from "../config.ts";
import { CommandProblem, sentenceOf } from "./command-problem.ts";
import { commands, usage } from "./commands.ts";

/**
 * `npm run production -- <command> …`: what operators do besides starting and migrating. The settings are checked as for the portal itself.
 * Exit code 1: refused, and standard error says why in a sentence.
 */
async function main(name: string | undefined, args: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : Object.entries(commands).find(([known]) => known === name)?.[1];
  if (!command) throw new CommandProblem(`${name === undefined || name === "help" || name.startsWith("-") ? "" : `Den Befehl ${name} gibt es nicht.\n`}${usage}`);
  const config = readConfig(process.env);
  const refused = await roleProblem(config.DATABASE_URL);
  if (refused) throw new ConfigProblem(refused);
  // npm runs scripts in the project's folder; file names are meant from where the person stands.
  return command({ config, args, folder: process.env["INIT_CWD"] ?? process.cwd() });
}

try {
  process.exitCode = await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  console.error(sentenceOf(error) ?? error);
  process.exitCode = 1;
}
