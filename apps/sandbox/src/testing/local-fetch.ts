/** For tests of the portal; the sandbox itself uses `frame/local-fetch.ts`. */
export { localFetch } from "../frame/local-fetch.ts";
