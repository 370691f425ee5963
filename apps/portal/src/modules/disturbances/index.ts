export { components, probeTexts } from "./disturbance.ts";
export type { Component, Disturbance } from "./disturbance.ts";
export { createDisturbances } from "./disturbances.ts";
export type { Disturbances, NewDisturbance } from "./disturbances.ts";
export { createProbes } from "./probes.ts";
export type { Probe, ProbeResult, Probes, TownProbe } from "./probes.ts";
