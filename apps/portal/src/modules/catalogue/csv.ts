/**
 * Reads CSV piece by piece (RFC 4180: quoted fields, doubled quotes, line breaks inside quotes; also a byte order mark and bare LF). Memory
 * stays at one record. A record over `maxRecord` characters is an error: a quote that never closes must not swallow the file.
 */
export async function* csvRecords(chunks: AsyncIterable<string>, maxRecord = 100_000): AsyncGenerator<{ readonly line: number; readonly fields: readonly string[]; /** With a line break, and not with the file. */ readonly ended: boolean }> {
  let fields: string[] = [];
  let field = "";
  let quoted = false;
  let afterQuote = false;
  let size = 0;
  let line = 1;
  let startedAt = 1;
  let first = true;
  for await (const chunk of chunks) {
    for (const character of first ? chunk.replace(/^\uFEFF/, "") : chunk) {
      if (character === "\n") line += 1;
      size += 1;
      if (size > maxRecord) throw new Error(`der Datensatz ab Zeile ${startedAt} ist länger als ${maxRecord} Zeichen: Fehlt ein Anführungszeichen?`);
      if (quoted) {
        if (character === '"') { quoted = false; afterQuote = true; } else field += character;
      } else if (character === '"' && afterQuote) {
        field += '"';
        quoted = true;
        afterQuote = false;
      } else if (character === '"' && field === "") {
        quoted = true;
      } else if (character === ",") {
        fields.push(field);
        field = "";
        afterQuote = false;
      } else if (character === "\n") {
        fields.push(field.endsWith("\r") ? field.slice(0, -1) : field);
        if (fields.length > 1 || fields[0] !== "") yield { line: startedAt, fields, ended: true };
        fields = [];
        field = "";
        afterQuote = false;
        size = 0;
        startedAt = line;
      } else {
        field += character;
      }
    }
    first = false;
  }
  if (quoted) throw new Error(`ein Anführungszeichen im Datensatz ab Zeile ${startedAt} wird nicht geschlossen`);
  if (field !== "" || fields.length > 0) yield { line: startedAt, fields: [...fields, field], ended: false };
}
