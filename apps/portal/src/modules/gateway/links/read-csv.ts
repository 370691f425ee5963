export type CsvReading = { readonly ok: true; readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[] } | { readonly ok: false; readonly line: number; readonly problem: string };

/**
 * CSV of a spreadsheet (RFC 4180): semicolon or comma, whichever the first line uses; quoted cells with line breaks; a leading apostrophe that our own export
 * writes before what a spreadsheet would run as a formula is taken off again. For small files that are in memory anyway.
 */
export function readCsv(text: string): CsvReading {
  const source = text.replace(/^\uFEFF/, "");
  const head = source.slice(0, source.search(/[\r\n]|$/));
  const separator = head.split(";").length >= head.split(",").length ? ";" : ",";
  const records: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let [line, startedAt] = [1, 1];
  const endCell = (): void => { cells.push(cell.replace(/^'(?=[=+\-@\t\r])/, "").trim()); cell = ""; };
  const endRecord = (): void => {
    endCell();
    if (cells.some((one) => one !== "")) records.push({ line: startedAt, cells });
    cells = [];
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === "\n") line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (source.charAt(at + 1) === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === separator) endCell();
    else if (character === "\n") { endRecord(); startedAt = line; } else if (character !== "\r") cell += character;
  }
  if (quoted) return { ok: false, line: startedAt, problem: "ein Anführungszeichen wird nicht geschlossen" };
  if (cell !== "" || cells.length > 0) endRecord();
  return { ok: true, records };
}
