import type { XtaService } from "@kommunalportal/xta";
import { admit, type Caller } from "./admit.ts";
import { cancelMessage } from "./cancel-message.ts";
import { closeBox, fetchMessage, fetchNext } from "./fetch-message.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { lookupService } from "./lookup-service.ts";
import { answerSync, sendMessage } from "./send-message.ts";
import { nextStatusList, statusList } from "./status-list.ts";
import { transportReport } from "./transport-report.ts";

/** An XTA server with mailboxes: one function per operation. */
export function createIntermediary(deps: IntermediaryDeps): XtaService<Caller> {
  return {
    async checkAccountActive(call) { admit(call); },
    createMessageId: (call) => deps.store.createId(admit(call).account.id),
    async lookupService(call, queries) {
      admit(call);
      return queries.map((query) => lookupService(deps, query));
    },
    getTransportReport: async (call, messageId) => transportReport(deps, admit(call), messageId),
    cancelMessage: async (call, messageId) => cancelMessage(deps, admit(call), messageId),
    sendMessage: (call, message) => sendMessage(deps, admit(call), message),
    sendMessageSync: async (call, message) => answerSync(deps, admit(call), message),
    getStatusList: async (call, request) => statusList(deps, admit(call), request),
    getNextStatusList: async (call, request) => nextStatusList(deps, admit(call), request),
    getMessage: async (call, request) => fetchMessage(deps, admit(call), request),
    getNextMessage: async (call, request) => fetchNext(deps, admit(call), request),
    close: async (call, request) => closeBox(deps, admit(call), request),
  };
}
