import { open, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { checkPackage } from "./check-package.ts";
import type { SftpIdentities } from "./identities.ts";
import type { OfficeInbox } from "./office-inbox.ts";
import type { SftpBehaviour } from "./sftp-behaviour.ts";

export interface PickUpParts {
  readonly root: string;
  /** Where files lie that were taken. */
  readonly archive: string;
  readonly inbox: OfficeInbox;
  readonly identities: { readonly current: SftpIdentities };
  readonly behaviour: { readonly current: SftpBehaviour };
  readonly clock: () => Date;
}

/** One look into the folder, as a Fachverfahren does it: reads what is whole, keeps it, writes a receipt, moves the file away. May die anywhere: the next look goes on. How many. */
export async function pickUp({ root, archive, inbox, identities, behaviour, clock }: PickUpParts): Promise<number> {
  if (behaviour.current.reader === "off") return 0;
  const folder = join(root, "eingang");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".zip") && !name.startsWith("."));
  for (const name of names.toSorted()) {
    const bytes = await readFile(join(folder, name));
    const known = inbox.find(name);
    if (known) await inbox.repeat(name, clock());
    const taken = known ?? await inbox.take({ name, at: clock().toISOString(), ...verdictOf(bytes, identities.current, behaviour.current) });
    if (behaviour.current.reader !== "silent") {
      await writeWhole(join(root, "quittungen"), `${name}.quittung.json`, JSON.stringify(taken.accepted ? { status: "accepted", receiptId: taken.fileNumber } : { status: "rejected", reasons: taken.reasons }));
    }
    await rename(join(folder, name), join(archive, name));
  }
  return names.length;
}

function verdictOf(bytes: Buffer, { authorized }: SftpIdentities, { reader }: SftpBehaviour) {
  const checked = checkPackage(bytes, authorized);
  if (!checked.ok) return { accepted: false, reasons: [...checked.reasons], applicationId: "", reference: "", type: "", part: "", files: [], excerpt: "" };
  const { type, data } = checked.message;
  const word = (name: string): string => { const value = data[name]; return typeof value === "string" ? value : ""; };
  const refused = reader === "reject";
  return {
    accepted: !refused, reasons: refused ? ["Das Fachverfahren ist angewiesen, alles zurückzuweisen."] : [], applicationId: word("applicationId"), reference: word("reference"), type, part: word("part"), files: [...checked.files],
    excerpt: JSON.stringify(data, null, 2).slice(0, 20_000),
  };
}

/** Never half a file under its name. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const next = join(folder, `.${name}.part`);
  const file = await open(next, "w", 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(next, join(folder, name));
}
