import { createCompiler } from "./compile-document.ts";
import { isRenderRequest, type RenderReply } from "./render-messages.ts";

/** The child of renderer.ts: one document at a time. It ends when its parent ends, however that happens. */
process.on("disconnect", () => process.exit(0));

const [templatesDir, fontsDir] = process.argv.slice(2);
const send = (reply: RenderReply): void => void process.send?.(reply);

try {
  if (!templatesDir || !fontsDir) throw new Error("two folders are needed: templates and fonts");
  const compile = createCompiler(templatesDir, fontsDir);
  process.on("message", (message) => {
    if (!isRenderRequest(message)) return;
    const compiled = compile(message);
    const memoryBytes = process.memoryUsage.rss();
    if ("pdf" in compiled) send({ kind: "done", id: message.id, pdf: compiled.pdf, memoryBytes });
    else send({ kind: "refused", id: message.id, problems: compiled.problems, memoryBytes });
  });
  send({ kind: "ready" });
} catch (error) {
  send({ kind: "broken", reason: error instanceof Error ? error.message : String(error) });
}
