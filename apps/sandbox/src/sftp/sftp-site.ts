import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { openRounds } from "../frame/rounds.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { authorize, loadSftpIdentities, type SftpIdentities } from "./identities.ts";
import { openOfficeInbox } from "./office-inbox.ts";
import { addOfficePages } from "./office-pages.ts";
import { pickUp, type PickUpParts } from "./pick-up.ts";
import { sftpBehaviourSchema, STANDARD_SFTP_BEHAVIOUR, type SftpBehaviour } from "./sftp-behaviour.ts";
import { openSshServer } from "./ssh-server.ts";

export interface SftpSite extends Site { readonly sftpPort: number; readonly identities: SftpIdentities }

/** A server for files (SFTP), and a Fachverfahren that looks into its folder, takes what lies there and writes receipts. */
export async function createSftpSite(context: SandboxContext, port: number): Promise<SftpSite> {
  const { clock, dataFolder } = context;
  const [root, archive] = [join(dataFolder, "sftp", "home"), join(dataFolder, "sftp", "akten")];
  for (const folder of [join(root, "eingang"), join(root, "quittungen"), archive]) await mkdir(folder, { recursive: true, mode: 0o750 });
  const identities = { current: await loadSftpIdentities(dataFolder) };
  const behaviour: { current: SftpBehaviour } = { current: STANDARD_SFTP_BEHAVIOUR };
  const server = await openSshServer({ port, identities, behaviour, root });
  const inbox = await openOfficeInbox(join(dataFolder, "sftp", "taken.jsonl"));
  const parts: PickUpParts = { root, archive, inbox, identities, behaviour, clock };

  // One look after the other, also when a page asks for one.
  let turn: Promise<unknown> = Promise.resolve();
  const look = (): Promise<number> => {
    const next = turn.then(() => pickUp(parts));
    turn = next.catch(() => undefined);
    return next;
  };
  const rounds = openRounds({ every: () => behaviour.current.fetchEveryMs, run: look });

  const app = createSiteApp();
  addOfficePages(app, parts, rounds.problem);
  addControl(app, sftpBehaviourSchema, behaviour, STANDARD_SFTP_BEHAVIOUR, rounds.replan);
  app.post("/_fetch", async () => ({ taken: await look() }));
  app.post("/_control/keys", async (request, reply) => {
    const given = z.object({ line: z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]+=* ?\S*$/) }).safeParse(request.body);
    if (!given.success) return reply.code(422).send({ problems: ["line: one line of authorized_keys"] });
    identities.current = await authorize(dataFolder, identities.current, given.data.line);
    return reply.code(204).send();
  });
  app.get("/_effects", async () => ({
    files: inbox.all().map(({ name, applicationId, reference, type, part, accepted, fileNumber, files }) => ({ name, applicationId, reference, type, part, accepted, fileNumber, files, repeats: inbox.repeatsOf(name) })),
  }));
  app.addHook("onClose", async () => {
    await rounds.stop();
    await server.close();
    await turn;
    await inbox.close();
  });
  const site = await siteOf(app, { name: "sftp", title: "SFTP-Server", purpose: "hat Ordner für Anträge und Quittungen und ein Fachverfahren, das daraus abholt und antwortet." });
  return { ...site, sftpPort: server.port, identities: identities.current };
}
