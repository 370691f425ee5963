/** A PDF of one page with lines of text; letters outside of Windows-1252 become question marks. Enough for a piece of invented evidence. */
export function plainPdf(lines: readonly string[]): Buffer {
  const text = lines.map((line, i) => `BT /F1 ${i === 0 ? 16 : 11} Tf 60 ${780 - i * 22} Td (${escaped(line)}) Tj ET`).join("\n");
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
    `<</Length ${Buffer.byteLength(text, "latin1")}>>stream\n${text}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
  ];
  let body = "%PDF-1.4\n";
  const at = objects.map((object, i) => { const offset = body.length; body += `${i + 1} 0 obj\n${object}\nendobj\n`; return offset; });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")}`;
  return Buffer.from(`${body}${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`, "latin1");
}

const escaped = (line: string): string => [...line].map((letter) => (letter.codePointAt(0)! > 255 ? "?" : letter)).join("").replace(/[\\()]/g, "\\$&");
