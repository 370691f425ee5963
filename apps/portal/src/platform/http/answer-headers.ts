import type { IncomingMessage } from "node:http";

/** The headers of an answer as `fetch` gives them; those that came twice stay two. */
export function answerHeaders(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) for (const one of [value].flat()) headers.append(name, one);
  return headers;
}
