import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The characters that every font in the folder can show. */
export function fontCoverage(folder: string): Set<number> {
  const fonts = readdirSync(folder).filter((name) => /\.(?:ttf|otf)$/i.test(name));
  if (fonts.length === 0) throw new Error("the font folder holds no .ttf or .otf file");
  const [first, ...others] = fonts.map((name) => charactersOf(readFileSync(join(folder, name))));
  return new Set([...(first ?? [])].filter((character) => others.every((font) => font.has(character))));
}

/** Reads the character map of an OpenType font: subtable formats 4 and 12 (OpenType 1.9, "cmap"). */
function charactersOf(font: Buffer): Set<number> {
  const characters = new Set<number>();
  const cmap = tableOffset(font, "cmap");
  const subtables = font.readUInt16BE(cmap + 2);
  for (let i = 0; i < subtables; i += 1) {
    const at = cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4);
    const format = font.readUInt16BE(at);
    if (format === 4) addSegments(font, at, characters);
    if (format === 12) addGroups(font, at, characters);
  }
  return characters;
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4);
  for (let i = 0; i < tables; i += 1) {
    const record = 12 + 16 * i;
    if (font.toString("latin1", record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new Error(`the font has no table ${tag}`);
}

function addSegments(font: Buffer, at: number, characters: Set<number>): void {
  const bytes = font.readUInt16BE(at + 6);
  for (let i = 0; i < bytes; i += 2) {
    const end = font.readUInt16BE(at + 14 + i);
    const start = font.readUInt16BE(at + 16 + bytes + i);
    for (let code = start; code <= end && code !== 0xffff; code += 1) characters.add(code);
  }
}

function addGroups(font: Buffer, at: number, characters: Set<number>): void {
  const groups = font.readUInt32BE(at + 12);
  for (let i = 0; i < groups; i += 1) {
    const group = at + 16 + 12 * i;
    for (let code = font.readUInt32BE(group); code <= font.readUInt32BE(group + 4); code += 1) characters.add(code);
  }
}
