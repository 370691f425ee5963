/** Where the demonstration listens. The examples take five ports from theirs on; one of those that is taken only leaves its example out. */
export interface Ports { readonly portal: number; readonly sandbox: number; readonly smtp: number; readonly xta: number; readonly sftp: number; readonly examples: number }

/** What it is to a person, and the setting that moves it. */
export const portNames = [["portal", "des Portals", "PORT"], ["sandbox", "der Sandbox", "SANDBOX_PORT"], ["smtp", "des Mail-Empfangs der Sandbox", "SANDBOX_SMTP_PORT"], ["xta", "des XTA-Servers der Sandbox", "SANDBOX_XTA_PORT"], ["sftp", "des SFTP-Servers der Sandbox", "SANDBOX_SFTP_PORT"]] as const;

/** From the environment; or the sentence that says what is wrong with it. */
export function portsFrom(env: Readonly<Record<string, string | undefined>>): Ports | string {
  const problems: string[] = [];
  const read = (setting: string, otherwise: number): number => {
    const given = env[setting];
    if (given === undefined || given === "") return otherwise;
    if (/^[0-9]{1,5}$/.test(given) && Number(given) >= 1 && Number(given) <= 65_535) return Number(given);
    problems.push(`${setting}=${given} ist kein Port. Ein Port ist eine Zahl von 1 bis 65535, zum Beispiel ${setting}=${otherwise}.`);
    return otherwise;
  };
  const sandbox = read("SANDBOX_PORT", 8090);
  const ports: Ports = { portal: read("PORT", 8080), sandbox, smtp: read("SANDBOX_SMTP_PORT", 8025), xta: read("SANDBOX_XTA_PORT", sandbox + 1), sftp: read("SANDBOX_SFTP_PORT", sandbox + 3), examples: read("EXAMPLES_PORT", 8095) };
  const [tooHigh] = portNames.filter(([port]) => ports[port] > 65_535);
  if (tooHigh) problems.push(`Der Port ${tooHigh[1]} wäre ${ports[tooHigh[0]]}; mehr als 65535 gibt es nicht. Wählen Sie einen kleineren: ${tooHigh[2]}=<Port> npm start`);
  for (const [index, [port, name, setting]] of portNames.entries()) {
    const before = portNames.slice(0, index).find(([other]) => ports[other] === ports[port]);
    if (before) problems.push(`Der Port ${name} ist derselbe wie der ${before[1]}: ${ports[port]}. Wählen Sie einen anderen: ${setting}=${Math.min(ports[port] + 100, 65_535)} npm start`);
  }
  return problems.length > 0 ? problems.join("\n") : ports;
}
