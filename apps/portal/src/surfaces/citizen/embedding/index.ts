export { embeddingSurface } from "./embedding-surface.ts";
