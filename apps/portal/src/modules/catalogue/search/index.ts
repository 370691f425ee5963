export { createSearchIndex } from "./search-index.ts";
export type { SearchContent, SearchIndex } from "./search-index.ts";
export { searchServices } from "./search-services.ts";
export type { MatchReason, ServiceMatch, ServiceMatches } from "./search-services.ts";
export { stopWords, tellingWords, wordsOf } from "./fold.ts";
export { stem } from "./stem.ts";
export { createSpelling } from "./spelling.ts";
