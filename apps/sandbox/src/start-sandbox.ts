import { mkdir } from "node:fs/promises";
import { createBundidSite } from "./bundid/index.ts";
import { openClamd } from "./clamd/clamd-server.ts";
import { createEfaSite } from "./efa/efa-site.ts";
import { createFachverfahrenSite } from "./fachverfahren/fachverfahren-site.ts";
import { createFitFachverfahrenSite, NORDHAFEN } from "./fachverfahren/fit/fit-fachverfahren-site.ts";
import { createFimSite } from "./fim/fim-site.ts";
import { createFitConnectSite } from "./fit-connect/fit-connect-site.ts";
import { loadCredentials, type Credentials } from "./frame/credentials.ts";
import { BASE_HOST, openFrame } from "./frame/frame.ts";
import { createIndexSite } from "./frame/index-site.ts";
import type { SandboxContext } from "./frame/site.ts";
import { StartProblem } from "./frame/start-problem.ts";
import { createMailSite } from "./mail/mail-site.ts";
import { createPaymentSite } from "./payment/payment-site.ts";
import { createRegisterSite } from "./register/register-site.ts";
import { createSftpSite } from "./sftp/sftp-site.ts";
import type { SftpIdentities } from "./sftp/identities.ts";
import { createTownSite } from "./town-site/town-site.ts";
import { createStaffSite } from "./staff/staff-site.ts";
import { createXRepositorySite } from "./xrepository/xrepository-site.ts";
import type { Identities } from "./xta/identities.ts";
import { createXtaSite } from "./xta/xta-site.ts";
import { createZbpSite } from "./zbp/zbp-site.ts";

export interface SandboxOptions {
  /** Keys and state; made when missing. Two sandboxes never share one. */
  readonly dataFolder: string;
  /** Default 8090; 0 lets the system choose. */
  readonly port?: number;
  /** Where the portal listens, default 8080: for links and the return from sign-in. */
  readonly portalPort?: number;
  /** Default 8025; 0 lets the system choose. */
  readonly smtpPort?: number;
  /** HTTPS of the XTA server; one more than `port` by default, 0 where that is 0. */
  readonly xtaPort?: number;
  /** SFTP server with a Fachverfahren behind it; none by default. */
  readonly sftpPort?: number;
  /** An imitation of clamd for tests of the real client; none by default. */
  readonly clamdPort?: number;
  /** Past this the imitation of clamd resets the connection. Default 25 MB. */
  readonly clamdStreamMaxLength?: number;
  readonly clock?: () => Date;
}

export interface Sandbox {
  /** `http://sandbox.localhost:8090`; the systems are one label below. */
  readonly url: string;
  readonly port: number;
  readonly smtpPort: number;
  readonly clamdPort: number | undefined;
  /** The XTA server is `https://127.0.0.1:<xtaPort>`, with its certificates in `xtaIdentities`. */
  readonly xtaPort: number;
  readonly xtaIdentities: Identities;
  readonly sftp: { readonly port: number; readonly identities: SftpIdentities } | undefined;
  /** The secrets that the portal shares with the outside world. */
  readonly credentials: Credentials;
  close(): Promise<void>;
}

/** Starts the outside world in this process. @throws StartProblem with a sentence when a port or the folder is not usable */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataFolder } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new StartProblem(`Der Ordner ${dataFolder} lässt sich nicht anlegen. Geben Sie mit SANDBOX_DATA einen beschreibbaren Ordner an.`, error);
  });
  const credentials = await loadCredentials(dataFolder);
  const opened: { close(): Promise<void> }[] = [];
  const keep = async <T extends { close(): Promise<void> }>(part: Promise<T>): Promise<T> => {
    opened.push(await part);
    return part;
  };
  const closeAll = async (): Promise<void> => { for (const part of opened) await part.close(); };
  try {
    const frame = await keep(openFrame(options.port ?? 8090));
    const context: SandboxContext = {
      dataFolder, credentials, clock: options.clock ?? (() => new Date()), portalPort: options.portalPort ?? 8080,
      origin: (site) => `http://${site === "" ? "" : `${site}.`}${BASE_HOST}:${frame.port}`,
    };
    const clamd = options.clamdPort === undefined ? undefined : await keep(openClamd({
      port: options.clamdPort, ...(options.clamdStreamMaxLength !== undefined && { streamMaxLength: options.clamdStreamMaxLength }) }));
    const mail = await keep(createMailSite(context, options.smtpPort ?? 8025));
    const port = options.port ?? 8090;
    const xta = await keep(createXtaSite(context, options.xtaPort ?? (port === 0 ? 0 : port + 1)));
    const sftp = options.sftpPort === undefined ? undefined : await keep(createSftpSite(context, options.sftpPort));
    const sites = [
      await keep(createBundidSite(context)), await keep(createStaffSite(context)), await keep(createPaymentSite(context)), await keep(createFachverfahrenSite(context)),
      await keep(createFitConnectSite(context, mail.smtpPort)), await keep(createFitFachverfahrenSite(context)), await keep(createFitFachverfahrenSite(context, NORDHAFEN)), await keep(createZbpSite(context)), await keep(createEfaSite(context, { port: xta.xtaPort, identities: xta.identities })), await keep(createFimSite(context)), await keep(createRegisterSite(context)), await keep(createTownSite(context)), await keep(createXRepositorySite(context)), xta, mail, ...(sftp ? [sftp] : []),
    ];
    frame.open([await keep(createIndexSite(context, sites)), ...sites]);
    return { url: context.origin(""), port: frame.port, smtpPort: mail.smtpPort, clamdPort: clamd?.port, xtaPort: xta.xtaPort, xtaIdentities: xta.identities, sftp: sftp && { port: sftp.sftpPort, identities: sftp.identities }, credentials, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
