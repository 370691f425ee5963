import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** What the figures were measured on. The load before and after tells whether the machine was at rest. */
export function machineFacts(): () => Readonly<Record<string, string | number | readonly number[]>> {
  const loadBefore = loadavg();
  return () => ({
    cores: cpus().length, processor: cpus()[0]?.model ?? "unknown", memoryGigabytes: Math.round(totalmem() / 1e9), system: `${platform()} ${release()}`,
    node: process.versions.node, loadBefore, loadAfter: loadavg(),
  });
}
