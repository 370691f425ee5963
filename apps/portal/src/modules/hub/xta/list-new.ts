import type { MailboxList, MessageMetaData, XtaClient } from "@kommunalportal/xta";

const mostListed = 2_000;

/** What is new in a mailbox, over all pages of the list; nothing is fetched or confirmed by it. */
export async function listNew(client: XtaClient): Promise<MessageMetaData[]> {
  const found: MessageMetaData[] = [];
  let page: MailboxList = await client.getStatusList({ selector: { newEntry: true }, listForm: "MessageMetaData" });
  for (;;) {
    found.push(...page.list.metaData ?? []);
    const pending = page.msgBox.outcome.kind === "pending" ? page.msgBox.outcome.value : 0;
    if (pending === 0 || (page.list.metaData ?? []).length === 0 || found.length >= mostListed) break;
    page = await client.getNextStatusList({ requestId: page.msgBox.requestId });
  }
  await client.close({ requestId: page.msgBox.requestId });
  return found;
}
