export { leadWebs } from "./lead-webs.ts";
export { joinSiblings } from "./siblings.ts";
export type { Siblings } from "./siblings.ts";
export type { Figures } from "./messages.ts";
export { leaderSettings, settingsOfEach, webProcesses } from "./web-processes.ts";
