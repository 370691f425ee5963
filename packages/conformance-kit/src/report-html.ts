import type { CheckResult } from "./check.ts";
import { levelNames, type Report } from "./report.ts";

const outcomes: Readonly<Record<CheckResult["outcome"], string>> = { passed: "bestanden", failed: "nicht bestanden", "not-tried": "nicht geprüft" };

/** The report as one page that needs nothing else: no script, no address, readable on paper. */
export function reportHtml(report: Report): string {
  const rows = report.results.map((one) => `<tr><td>${one.level}</td><td><code>${text(one.id)}</code></td><td>${text(one.title)}<br><small>${text(one.rule)}</small>${one.findings.length === 0 ? "" : `<ul>${one.findings.map((finding) => `<li>${text(finding)}</li>`).join("")}</ul>`}</td><td class="${one.outcome}">${outcomes[one.outcome]}</td></tr>`).join("\n");
  const count = (outcome: CheckResult["outcome"]): number => report.results.filter((one) => one.outcome === outcome).length;
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Konformitätsbericht: ${text(report.subject)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #767676;padding:.5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}.failed{color:#9b0000;font-weight:bold}.not-tried{color:#5a4300}dt{font-weight:bold}</style></head>
<body><main><h1>Konformitätsbericht</h1>
<dl><dt>Geprüft</dt><dd>${report.suite === "portal" ? "Portal" : "Erweiterung"} ${text(report.subject)}</dd><dt>Erreichte Stufe</dt><dd>${report.level} (${levelNames[report.level]})</dd><dt>Zeitpunkt</dt><dd>${text(report.at)}</dd><dt>Spezifikation</dt><dd>Extension-API ${text(report.specification)}, Prüfwerkzeug ${text(report.kitVersion)}</dd><dt>Ergebnis</dt><dd>${count("passed")} bestanden, ${count("failed")} nicht bestanden, ${count("not-tried")} nicht geprüft</dd></dl>
<table><caption>Einzelne Prüfungen</caption><thead><tr><th scope="col">Stufe</th><th scope="col">Kennung</th><th scope="col">Prüfung</th><th scope="col">Ergebnis</th></tr></thead><tbody>
${rows}
</tbody></table></main></body></html>
`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
