import { createHash } from "node:crypto";
import { rounded } from "./figures.ts";

const rounds = 25;
const row = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`feld-${index}`, { label: `Angabe ${index}`, value: "Maßstraße 17 ".repeat(3), required: index % 3 === 0 }]));

/** Like what the portal does all day: text read and written, looked up, sorted, hashed. */
function fixedWork(): number {
  let sum = 0;
  for (let round = 0; round < 30; round += 1) {
    const text = JSON.stringify(row);
    const read = JSON.parse(text) as typeof row;
    const found = new Map(Object.entries(read).toSorted(([a], [b]) => (a < b ? 1 : -1)));
    for (const [key, { label, required }] of found) sum += key.length + label.length + (required ? 1 : 0);
    sum += createHash("sha256").update(text).digest()[0]!;
  }
  return sum;
}

/**
 * Milliseconds of CPU that a fixed computation takes now, the median of 25: what the same code costs changes with the machine and, where it is a virtual one, with its neighbours, by up to twice
 * within a minute. It changes no figure and no aim; it tells which runs, and which lines of one run, may be compared.
 */
export function pace(): number {
  const times: number[] = [];
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    sum += fixedWork();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  if (sum === 0) throw new Error("nothing was computed");
  return rounded(times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!);
}
