import { html, renderDocument, type Html } from "@kommunalportal/html";

export interface PageParts {
  readonly title: string;
  /** Name of the outside system, shown in the header. */
  readonly site: string;
  readonly body: Html;
}

/** A whole page of the sandbox: German, without JavaScript, with one heading and one landmark of each kind. */
export function page({ title, site, body }: PageParts): string {
  return renderDocument(html`<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} – ${site}</title>
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<a class="skip" href="#inhalt">Zum Inhalt springen</a>
<header><p class="site">${site}</p><p class="notice">Testumgebung: hier ist nichts echt, weder Geld noch Personen.</p></header>
<main id="inhalt" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
</body>
</html>`);
}

const berlin = new Intl.DateTimeFormat("de-DE", { dateStyle: "medium", timeStyle: "medium", timeZone: "Europe/Berlin" });

/** 02.03.2026, 10:15:00 in German legal time. */
export function formatTime(time: Date): string {
  return berlin.format(time);
}

const euro = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });

/** 30.7 → 30,70 € */
export function formatEuro(amount: number): string {
  return euro.format(amount);
}

/** A table with a caption; the first cell of each row is its heading. On a phone the cells stand below each other with their headings, and the roles keep it a table for those who hear it. */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly (string | number | Html)[])[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(([first, ...rest]) => html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${rest.map((cell, at) => html`<td role="cell" data-heading="${headings[at + 1]}">${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}
