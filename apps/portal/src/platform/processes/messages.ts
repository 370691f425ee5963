import type { MetricObjectWithValues, MetricValue } from "prom-client";

/** Figures of one process, as prom-client gives and adds them (`getMetricsAsJSON`, `AggregatorRegistry.aggregate`). */
export type Figures = readonly MetricObjectWithValues<MetricValue<string>>[];

/** What a web process tells the one that leads it. */
export type FromWeb =
  | { readonly kind: "ready" }
  /** Its event loop turns. */
  | { readonly kind: "alive" }
  /** Asks for the figures of the others; `id` is its own. */
  | { readonly kind: "ask-figures"; readonly id: number }
  /** Answers the leader's question of this number. */
  | { readonly kind: "figures"; readonly id: number; readonly figures: Figures };

/** What the leader tells a web process. */
export type FromLeader =
  | { readonly kind: "tell-figures"; readonly id: number }
  /** The figures of all others that answered in time. */
  | { readonly kind: "figures-of-others"; readonly id: number; readonly others: readonly Figures[] };
