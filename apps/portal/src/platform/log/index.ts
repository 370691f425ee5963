import { pino, type Logger } from "pino";

export type Log = Logger;

/**
 * Structured log on stdout. Nothing personal belongs here: log ids, codes and durations. As a second line of
 * defence the usual carriers of content are censored by name.
 */
export function createLog(level: string, role: string): Log {
  return pino({
    level,
    base: { role },
    redact: { paths: ["req.headers.cookie", "req.headers.authorization", "*.answers", "*.password", "*.token", "*.cookie"], censor: "[censored]" },
  });
}
