import { createXtaClient, encryptionCertificateOf, requestWithCertificate, XtaException, type MessageMetaData, type ReceivedContainer, type XtaClient } from "@kommunalportal/xta";
import { accounts, type Mailbox } from "./accounts.ts";
import { answerMessage } from "./answer-message.ts";
import type { Answer, Case, CaseFile } from "./case-file.ts";
import type { Identities } from "./identities.ts";
import { contentsOf, examine, type Examined } from "./receive-content.ts";
import type { XtaBehaviour } from "./xta-behaviour.ts";

export interface FachverfahrenParts {
  readonly url: string;
  readonly identities: Identities;
  readonly cases: CaseFile;
  readonly behaviour: { readonly current: XtaBehaviour };
  readonly clock: () => Date;
}

export interface XtaFachverfahren {
  /** Whether a case waits for a word that was not said or not sent, after a round that was cut off. */
  isBehind(): boolean;
  /** Looks into every mailbox once and sends what is still to be sent. */
  fetchAll(): Promise<void>;
  /** A clerk's word on a case. */
  answer(found: Case, subject: Answer["subject"], outcome: string, text: string): Promise<void>;
  close(): void;
}

/** A Fachverfahren as a client of the XTA server: fetches, keeps, confirms, answers. Each step can be cut off and is done again without a second effect. */
export function createFachverfahren({ url, identities, cases, behaviour, clock }: FachverfahrenParts): XtaFachverfahren {
  const { privateKey: key, certificate: cert } = identities.clients.fachverfahren;
  const { transport, close } = requestWithCertificate({ key, cert, ca: identities.authority.certificate });
  const mailboxes = accounts.find(({ id }) => id === "fachverfahren")?.mailboxes ?? [];
  const clientOf = ({ type, value }: Pick<Mailbox, "type" | "value">): XtaClient => createXtaClient({
    endpoints: { management: `${url}/management`, send: `${url}/send`, msgBox: `${url}/msgbox` }, transport,
    author: { identifier: { type, value } }, limits: { maxMessageBytes: 2 ** 31 },
  });

  const prepare = async (messageId: string, subject: Answer["subject"], outcome: string, text: string): Promise<void> => {
    const found = cases.find(messageId);
    if (!found) return;
    const answerId = await clientOf({ type: "XTA_ID", value: found.mailbox }).createMessageId();
    await cases.addAnswer({ answerId, messageId, at: clock().toISOString(), subject, outcome, text });
  };

  const take = async (mailbox: Mailbox, metaData: MessageMetaData, container: ReceivedContainer<Examined>): Promise<void> => {
    const { msgIdentification: { messageId, inReplyTo, processRef }, originators, qualifier } = metaData;
    const { all, bound } = await contentsOf(container, identities.reader.privateKey, metaData);
    const { type, value } = (originators.replyTo ?? originators.author).identifier;
    const answerCertificate = encryptionCertificateOf(originators.replyTo ?? originators.author);
    const problem = all.find((content) => content.problem !== undefined)?.problem;
    await cases.open({
      messageId, mailbox: mailbox.value, at: clock().toISOString(), reference: processRef?.requester?.value ?? messageId, subject: qualifier.subject ?? "",
      messageType: qualifier.messageType.code, service: qualifier.service, replyTo: { type, value }, inReplyTo: [...inReplyTo ?? []],
      files: all.map(({ role, name, contentType, size, sha256 }) => ({ role, name, contentType, size, sha256 })), excerpt: all[0]?.excerpt ?? "", encrypted: container.kind === "encrypted", ...(bound && { bound }), ...(problem !== undefined && { problem }), ...(answerCertificate !== undefined && { answerCertificate }),
    });
  };

  const fetchBox = async (mailbox: Mailbox): Promise<void> => {
    const client = clientOf(mailbox);
    let { msgBox, metaData, container } = await client.getMessage({ selector: { newEntry: true } }, examine);
    while (metaData && container) {
      await take(mailbox, metaData, container);
      ({ msgBox, metaData, container } = await client.getNextMessage({ requestId: msgBox.requestId, lastMsgReceived: [metaData.msgIdentification.messageId] }, examine));
    }
    await client.close({ requestId: msgBox.requestId });
  };

  /** A case that waits for its first word: what came as an answer to our own question needs none. */
  const undecided = (): readonly Case[] => cases.cases().filter(({ messageId, inReplyTo }) => inReplyTo.length === 0 && !cases.answersTo(messageId).some(({ subject }) => subject === "eingang"));

  const decisionOn = ({ problem }: Case): readonly [outcome: string, text: string] | undefined => {
    const { reader } = behaviour.current;
    if (reader === "off") return undefined;
    if (problem !== undefined) return ["abgelehnt", problem];
    if (reader === "reject") return ["abgelehnt", "Das Fachverfahren lehnt zurzeit alles ab."];
    return reader === "accept" ? ["angenommen", "Der Antrag ist im Fachverfahren angekommen."] : undefined;
  };

  const decide = async (found: Case): Promise<void> => {
    const decision = decisionOn(found);
    if (decision) await prepare(found.messageId, "eingang", ...decision);
  };

  const send = async (answer: Answer): Promise<void> => {
    const found = cases.find(answer.messageId);
    if (!found) return;
    try {
      await clientOf({ type: "XTA_ID", value: found.mailbox }).sendMessage(answerMessage(answer, found));
    } catch (error) {
      // It had arrived; only the answer to it had not.
      if (!(error instanceof XtaException && error.code === 9024)) throw error;
    }
    await cases.markSent(answer.answerId, clock());
  };

  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const sendAll = async (): Promise<void> => { for (const answer of cases.unsent()) await send(answer); };

  return {
    isBehind: () => cases.unsent().length > 0 || undecided().some(decisionOn),
    fetchAll: () => inTurn(async () => {
      if (behaviour.current.reader === "off") return;
      for (const mailbox of mailboxes) await fetchBox(mailbox);
      for (const found of undecided()) await decide(found);
      await sendAll();
    }),
    answer: ({ messageId }, subject, outcome, text) => inTurn(async () => {
      await prepare(messageId, subject, outcome, text);
      await sendAll();
    }),
    close,
  };
}
