#!/usr/bin/env node
import { parseArgs } from "node:util";
import { checkExtension } from "./check-extension.ts";
import { dev } from "./dev.ts";
import { examineExtension } from "./examine-extension.ts";
import { kinds, newExtension } from "./new-extension.ts";
import { packExtension } from "./pack-extension.ts";
import { Sentence } from "./project.ts";
import { publishExtension } from "./publish-extension.ts";

const usage = `kommunalportal-extension <command> [folder]

  new <kind> <folder>                 a new extension; kinds: ${kinds.join(", ")}
  check [--static]                    manifest, scopes, versions, secrets; then the conformance kit's suite, beside a stand-in for the portal
        --service <name> --answers <file.json> --entries <file.json> --look-at <module>   as for \`conformance-kit extension\`
  publish [--portal <address>]        registers it in the sandbox of a portal, credentials into .env
  dev                                 runs it beside the portal, hands events to its webhook, tells what goes on
  pack                                one archive for every portal
`;

/** Extensions are TypeScript that Node runs as it stands; an older Node says only that it does not know the ending of a file. */
const leastNode = 24;

async function run(): Promise<number> {
  if (Number(process.versions.node.split(".", 1)[0]) < leastNode) throw new Sentence(`This needs Node ${leastNode} or newer; here it is Node ${process.versions.node}. It comes from https://nodejs.org or with the package manager of this machine.`);
  const { positionals: [command, first, second], values } = parseArgs({ allowPositionals: true, options: {
    portal: { type: "string" }, static: { type: "boolean" }, service: { type: "string" }, answers: { type: "string", multiple: true }, entries: { type: "string" }, "look-at": { type: "string" },
  } });
  const folder = first ?? ".";
  switch (command) {
    case "new": {
      if (first === undefined || second === undefined) break;
      console.log(`${newExtension(first, second)} is ready in ${second}`);
      return 0;
    }
    case "check": {
      const problems = checkExtension(folder);
      if (problems.length > 0 || values.static === true) {
        console.log(problems.length === 0 ? "nothing is wrong" : problems.join("\n"));
        return problems.length === 0 ? 0 : 1;
      }
      const { service, answers, entries, "look-at": lookAt } = values;
      const behaves = await examineExtension(folder, { service, answers, entries, lookAt, nodeOptions: process.execArgv, tell: (line) => { console.log(line); } });
      console.log(behaves ? "nothing is wrong" : "what is marked with ✗ has to be mended");
      return behaves ? 0 : 1;
    }
    case "pack": console.log(packExtension(folder)); return 0;
    case "publish": {
      const { clientId, tenant, isNew, town } = await publishExtension(folder, { portal: values.portal, env: process.env });
      console.log(`${clientId} is ${isNew ? "registered" : "brought up to date"} and permitted in ${tenant}; its credentials are in .env${town === undefined ? "" : `\nYour test town: ${town}`}`);
      return 0;
    }
    case "dev": {
      // The person's own conditions go on to the extension.
      const running = await dev(folder, { env: process.env, tell: (line) => { console.log(line); }, nodeOptions: process.execArgv });
      await new Promise<void>((done) => { for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => { done(); }); });
      await running.close();
      return 0;
    }
    case undefined:
    default:
  }
  console.error(usage);
  return 2;
}

await run().then((code) => { process.exitCode = code; }, (error: unknown) => {
  console.error(error instanceof Sentence ? error.message : error);
  process.exitCode = 1;
});
