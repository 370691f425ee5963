export type { Figure, FigureRange } from "./figures.ts";
export { createInsight } from "./insight.ts";
export type { Insight, InsightDeps } from "./insight.ts";
