import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { html } from "../../packages/html/src/index.ts";
import { compileForm, type FormDefinition, type Node, parseDefinition, stepView } from "../../packages/form-engine/src/index.ts";
import { codelistLookup, readSchema, toForm } from "../../packages/xdatenfelder/src/index.ts";
import { errorsByPath } from "../../apps/portal/src/ui/fields/error-lines.ts";
import { renderNodes } from "../../apps/portal/src/ui/fields/render-node.ts";
import { rounded } from "../figures.ts";
import type { Line } from "../report.ts";

const today = "2026-11-22";
const schemas = fileURLToPath(new URL("../../../shared/data/fim/xdf3/", import.meta.url));

/** 400 fields on 20 steps, a fifth of them with a condition: what the aims of the issue are about. */
function largeForm(): FormDefinition {
  const field = (i: number): Node => ({
    kind: "field", id: `f${i}`, type: i % 5 === 0 ? "yesno" : "text", label: { de: `Frage ${i}`, en: `Question ${i}` }, hint: { de: "Ein Hinweis dazu", en: "A hint" },
    ...(i % 5 === 1 && i > 5 ? { when: { "===": [{ var: `f${i - 1}` }, true] } } : {}),
  });
  return { id: "gross", version: "1.0.0", title: { de: "Groß" }, steps: Array.from({ length: 20 }, (_, s) => ({ id: `s${s}`, title: { de: `Schritt ${s}` }, nodes: Array.from({ length: 20 }, (_node, n) => field(s * 20 + n)) })) };
}

/** The largest real schema at hand as a form; undefined where the data is not there. */
function largestSchema(): { readonly name: string; readonly form: FormDefinition } | undefined {
  if (!existsSync(schemas)) return undefined;
  const [name] = readdirSync(schemas).filter((one) => one.endsWith(".xml.gz")).toSorted((a, b) => statSync(schemas + b).size - statSync(schemas + a).size);
  if (name === undefined) return undefined;
  const read = readSchema(gunzipSync(readFileSync(schemas + name)));
  return read.ok ? { name: name.split(".")[0] ?? name, form: toForm(read.schema, codelistLookup([])).form } : undefined;
}

/** CPU of this process in milliseconds, the median of several runs: other programs on the machine do not count. */
function cpuOf(run: () => unknown, times: number): number {
  const spent = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return spent.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

/** The first compile (as after a start, with nothing warm), and showing the largest step. */
function measured(definition: FormDefinition): { readonly compile: number; readonly show: number; readonly fields: number } {
  const json: unknown = JSON.parse(JSON.stringify(definition));
  const compile = cpuOf(() => compileForm(parseDefinition(json)), 1);
  const form = compileForm(definition);
  const [step] = form.steps.toSorted((a, b) => JSON.stringify(b.definition).length - JSON.stringify(a.definition).length);
  const errors = errorsByPath([]);
  const show = cpuOf(() => html`${renderNodes(stepView(form, step?.id ?? "", {}, today).nodes, { lang: "de", errors })}`.toString(), 15);
  return { compile, show, fields: [...form.nodes.values()].filter(({ kind }) => kind === "field").length };
}

/** Forms of 400 fields and the largest real one, by the engine and the pages alone: no server, no database. */
export function largeForms(): Promise<readonly Line[]> {
  const synthetic = measured(largeForm());
  const real = largestSchema();
  const largest = real === undefined ? undefined : measured(real.form);
  const details = real === undefined || largest === undefined ? { "größtes echtes Schema": "nicht da" } : { [`${real.name}: Felder`]: largest.fields, "übersetzen": rounded(largest.compile), "größten Schritt anzeigen": rounded(largest.show) };
  return Promise.resolve([
    { id: "large-form-compile", title: "Formular mit 400 Feldern lesen und übersetzen, CPU, erstes Mal", measured: rounded(synthetic.compile), unit: "ms", aim: { at: "most", value: 100 }, details },
    { id: "large-form-step", title: "Schritt daraus anzeigen, CPU", measured: rounded(synthetic.show), unit: "ms", aim: { at: "most", value: 5 } },
  ]);
}
