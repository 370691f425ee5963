import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { displayable } from "./displayable.ts";
import { fontCoverage } from "./font-coverage.ts";
import type { RenderRequest } from "./render-messages.ts";

export type Compiled = { readonly pdf: Buffer } | { readonly problems: readonly string[] };

/** Runs only in the child: the compiler leaks and reads whatever lies in its workspace. */
export function createCompiler(templatesDir: string, fontsDir: string): (request: RenderRequest) => Compiled {
  refusePackages(templatesDir);
  const coverage = fontCoverage(fontsDir);
  const compiler = NodeCompiler.create({ workspace: templatesDir, fontArgs: [{ fontPaths: [fontsDir] }] });

  return (request) => {
    const attachments = request.attachments.map(({ bytes, ...about }, i) => {
      const path = `/attachments/${i}`;
      compiler.mapShadow(join(templatesDir, path), bytes);
      return { ...about, path };
    });
    try {
      const { json, replaced } = displayable(request.data, coverage);
      const result = compiler.compile({
        mainFilePath: join(templatesDir, `${request.template}.typ`),
        inputs: { data: json, meta: JSON.stringify({ attachments, replaced }) },
      });
      if (!result.result) {
        const diagnostics = result.takeDiagnostics();
        return { problems: diagnostics ? compiler.fetchDiagnostics(diagnostics).map(messageOf) : ["the template failed"] };
      }
      return { pdf: compiler.pdf(result.result, { pdfStandard: request.standard, creationTimestamp: request.createdAt }) };
    } catch (error) {
      return { problems: exportProblems(error) };
    } finally {
      compiler.resetShadow();
      // Nothing of one person's document stays in the cache for the next.
      compiler.evictCache(0);
    }
  };
}

/** A package would be downloaded. The process has no way to the network either; this says it in words and at the start. */
function refusePackages(templatesDir: string): void {
  for (const name of readdirSync(templatesDir)) {
    if (name.endsWith(".typ") && /["']@[\w-]+\//.test(readFileSync(join(templatesDir, name), "utf8"))) throw new Error(`${name} imports a package`);
  }
}

function messageOf(diagnostic: unknown): string {
  const found = typeof diagnostic === "object" && diagnostic !== null && "message" in diagnostic ? diagnostic.message : undefined;
  return typeof found === "string" ? found : "the template failed";
}

/** What breaks a PDF standard comes as an error whose text is Rust's debug print of the diagnostics. */
function exportProblems(error: unknown): string[] {
  const text = error instanceof Error ? error.message : String(error);
  const problems = [...text.matchAll(/message: "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? "");
  return problems.length > 0 ? problems : [text];
}
