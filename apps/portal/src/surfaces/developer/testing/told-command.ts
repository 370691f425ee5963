export interface ToldRequest { readonly method: "GET" | "POST"; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** Words of a line as a POSIX shell splits them: quotes, escapes, variables and what stands close together. No substitution of commands. */
function shellWords(line: string, variables: Readonly<Record<string, string>>): string[] {
  const filled = (text: string): string => text.replace(/\$(\w+)/g, (_all, name: string) => variables[name] ?? "");
  return [...line.replaceAll("\\\n", " ").matchAll(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]+)/g, (_all, single?: string, double?: string, escaped?: string, bare?: string) => single ?? escaped ?? filled((double ?? bare ?? "").replace(/\\(["\\$`])/g, "$1"))));
}

/** What curl would be told: address, method, headers and body of a command as it stands on the page. */
export function toldCommand(command: string, variables: Readonly<Record<string, string>>): ToldRequest {
  const words = shellWords(command.replace(/^TOKEN=\$\(/, "").replace(/\| sed .*$/s, ""), variables);
  const headers: Record<string, string> = {};
  const data: string[] = [];
  let [method, url] = ["GET", ""];
  for (let i = 1; i < words.length; i += 1) {
    const [word = "", next = ""] = words.slice(i, i + 2);
    if (word === "-s") continue;
    if (word.startsWith("http")) { url = word; continue; }
    i += 1;
    if (word === "-X") method = next;
    else if (word === "-H") headers[next.slice(0, next.indexOf(":")).toLowerCase()] = next.slice(next.indexOf(":") + 1).trim();
    else if (word === "-u") headers["authorization"] = `Basic ${Buffer.from(next).toString("base64")}`;
    else if (word === "-d") data.push(next);
    else throw new Error(`curl is told something that this test does not know: ${word}`);
  }
  if (data.length > 0 && headers["content-type"] === undefined) { method = "POST"; headers["content-type"] = "application/x-www-form-urlencoded"; }
  return { method: method as "GET" | "POST", url, headers, body: data.join("&") };
}
