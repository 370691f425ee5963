import type { KillRun } from "./kill-run.ts";

/** Whether everything that must hold after a kill run does. */
export function isRight({ lost, doubled, stuck, effects }: KillRun): boolean {
  return lost.length === 0 && doubled === 0 && stuck === 0 && effects.missing.length === 0 && effects.duplicates === 0;
}

/** The closing table of a kill run, in German. */
export function killTable(run: KillRun, seconds: number): string {
  const must = (wrong: number): string => (wrong === 0 ? "0  ✓" : `${wrong}  FEHLER`);
  const rows: readonly (readonly [string, string])[] = [
    ["Angenommen: Eingangsnummer gezeigt", String(run.acknowledged)],
    ["Abbrüche mit kill -9: alle Web-Prozesse, einer von zweien, Worker", `${run.kills.web}, ${run.kills.oneOfSeveral}, ${run.kills.worker}`],
    ["Angenommen und nicht mehr da", must(run.lost.length)],
    ["Einmal abgesendet und mehrfach da", must(run.doubled)],
    ["Da, ohne dass jemand die Nummer sah (erlaubt, ganz)", String(run.unannounced)],
    ["Nach dem Lauf noch nicht zugestellt", must(run.stuck)],
    ["Im Fachverfahren angekommene Anträge", String(run.effects.applications)],
    ["Im Fachverfahren fehlend", must(run.effects.missing.length)],
    ["Wirkungen über eine hinaus", must(run.effects.duplicates)],
    ["Wiederholungen unter derselben Kennung (erlaubt, ohne Wirkung)", String(run.effects.repeats)],
    ["Sendeversuche, deren Worker vorher starb", String(run.lostAttempts)],
    ["Aufholzeit nach dem letzten Antrag", `${run.settledSeconds} s`],
    ["Dauer", `${seconds} s`],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join("\n");
}
