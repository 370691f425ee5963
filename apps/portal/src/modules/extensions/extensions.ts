import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { accessOf } from "./access.ts";
import { acknowledge } from "./acknowledge.ts";
import { addWebhook } from "./add-webhook.ts";
import { createBasicBearers } from "./basic-bearer.ts";
import type { Bearer } from "./bearer.ts";
import { appointmentsOfCase, bookAppointment, cancelAppointment, findSlots, moveAppointment, offerSlots, withdrawSlot } from "./case-appointments.ts";
import { catalogueService, catalogueServices, findCatalogueServices, findRegions } from "./catalogue-facts.ts";
import { decisionsOf, decisionWay, messagesOf, paymentsOf, requestsOfCase } from "./case-facts.ts";
import { cancelPayment } from "./cancel-payment.ts";
import { receiptsOfPayment, refundsOfPayment, requestPayment, requestRefund } from "./case-money.ts";
import { dataForXml, decisionFacts, deliveriesOfCase, mailboxWay, openDecisionLetter } from "./case-record.ts";
import { addKey, revokeKey } from "./client-key.ts";
import { fetchMarked, listMarked, writeMark } from "./compatibility.ts";
import { addSecret, provenSecret, revokeSecret } from "./client-secret.ts";
import { overviewOfClients, secretsOf } from "./client-store.ts";
import { deliveryHealth } from "./delivery-health.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { sendAgain, webhooksOfProgram } from "./developer-view.ts";
import { doingsOf } from "./doings.ts";
import { heardEvents } from "./event-catalogue.ts";
import { ensureClient } from "./ensure-client.ts";
import { handoverProgram, permitsHandover } from "./handover-program.ts";
import { fetchApplication } from "./fetch-application.ts";
import { givePermission } from "./give-permission.ts";
import { forgetDeleted, forgetEndedLaunches, forgetOld, wakeDue } from "./housekeeping.ts";
import { issueToken, type TokenRequest } from "./issue-token.ts";
import { createInstalls } from "./installs/installs.ts";
import { noticeJob, sendNotices } from "./installs/notices.ts";
import { createKeySets } from "./key-set.ts";
import { keysOf } from "./key-store.ts";
import { listApplications } from "./list-applications.ts";
import { listEvents } from "./list-events.ts";
import { deleteWebhook, listWebhooks, replayWebhook, rotateWebhookSecret, webhookAttempts, webhookDeliveries } from "./manage-webhooks.ts";
import { openAttachment } from "./open-attachment.ts";
import { ownFacts } from "./own-facts.ts";
import { createPlaces } from "./places/places.ts";
import { permissionsOf, permissionsOfClient } from "./permission-store.ts";
import { provideDecision } from "./provide-decision.ts";
import { proposedForm, proposedForms, proposeForm } from "./proposed-forms.ts";
import { deliverJob } from "./queue-deliveries.ts";
import { outcomeOf } from "./refusal.ts";
import { createRequestLog } from "./request-log.ts";
import { disableClient, listClients, listClientsIn, publishClient, registerClient } from "./register-client.ts";
import { revokePermission } from "./revoke-permission.ts";
import { depositDecision, openSharedDocument, sharedDocuments } from "./shared-documents.ts";
import { sendMessage } from "./send-message.ts";
import { ownSubmission } from "./own-submission.ts";
import { submitForPerson } from "./submit-for-person.ts";
import { takeManifest } from "./take-manifest.ts";
import { tellAlone, tellApplication, tellHandOver } from "./tell-events.ts";
import { keepUpload } from "./uploads/keep-upload.ts";
import { sweepUploads } from "./uploads/sweep-uploads.ts";
import { townFigures } from "./town-figures.ts";
import { answerSchema, formDefinition, grantedServices, townFacts, townOffices } from "./town-facts.ts";
import { writeStatusByClient } from "./write-status.ts";

/** Programs that other people run: who they are, what a town permits them, what they do and what they are told. */
export function createExtensions(deps: ExtensionsDeps) {
  /** What the composition root knows, no caller has to bring. */
  const bound = <A extends readonly unknown[], R>(useCase: (deps: ExtensionsDeps, ...rest: A) => R) => (...rest: A): R => useCase(deps, ...rest);
  const keySets = createKeySets(deps);
  const requests = createRequestLog(deps);
  const installs = createInstalls(deps);
  return {
    // The operator's side.
    registerClient: bound(registerClient),
    takeManifest: bound(takeManifest),
    overview: () => deps.db.asOperator("overview of the extensions", (tx) => overviewOfClients(tx, deps.clock.now())),
    permissionsOfClient: (client: string) => deps.db.asOperator("which towns permit an extension what", (tx) => permissionsOfClient(tx, client)),
    disableClient: bound(disableClient),
    publishClient: bound(publishClient),
    deliveryHealth: () => deliveryHealth(deps),
    ensureClient: bound(ensureClient),
    clients: () => listClients(deps),
    addSecret: bound(addSecret),
    revokeSecret: bound(revokeSecret),
    addKey: bound(addKey),
    revokeKey: bound(revokeKey),
    keys: (client: string) => deps.db.asOperator("public keys of an extension", (tx) => keysOf(tx, client)),
    secrets: (client: string) => deps.db.asOperator("secrets of an extension, without their values", (tx) => secretsOf(tx, client)),

    // The town's side.
    clientsIn: bound(listClientsIn),
    givePermission: bound(givePermission),
    revokePermission: bound(revokePermission),
    permissions: (tenant: string) => deps.db.inTenant(tenant, (tx) => permissionsOf(tx, tenant)),
    doings: bound(doingsOf),

    /** Pages of programs in the town's portal. */
    places: createPlaces(deps),

    installs,
    // The way of people to a program's own pages.
    permitsHandover,
    handoverProgram: (given: Parameters<typeof handoverProgram>[1]) => handoverProgram({ ...deps, keySets }, given),
    provesSecret: async (given: Parameters<typeof provenSecret>[1]) => (await provenSecret(deps, given)) !== undefined,

    // The developer's side: what the program asked and was sent.
    requestLog: requests,
    webhooksOfProgram: bound(webhooksOfProgram),
    sendAgain: bound(sendAgain),

    // The program's side; each checks the access in its own transaction.
    issueToken: (given: TokenRequest) => issueToken({ ...deps, keySets }, given),
    basicBearer: createBasicBearers({ ...deps, keySets }),
    listMarked: bound(listMarked),
    fetchMarked: bound(fetchMarked),
    writeMark: bound(writeMark),
    access: (bearer: Bearer) => outcomeOf(() => deps.db.inTenant(bearer.tenant, (tx) => accessOf(tx, bearer, deps.clock.now()))),
    townFacts: bound(townFacts),
    ownRequests: async (bearer: Bearer) => { const seen = await townFacts(deps, bearer); return seen.ok ? { ok: true as const, value: await requests.of(seen.value.access) } : seen; },
    offices: bound(townOffices),
    ownFacts: bound(ownFacts),
    services: bound(grantedServices),
    answerSchema: bound(answerSchema),
    formDefinition: bound(formDefinition),
    findRegions: bound(findRegions),
    catalogueServices: bound(catalogueServices),
    findCatalogueServices: bound(findCatalogueServices),
    catalogueService: bound(catalogueService),
    figures: bound(townFigures),
    proposeForm: bound(proposeForm),
    proposedForms: bound(proposedForms),
    proposedForm: bound(proposedForm),
    listApplications: bound(listApplications),
    fetchApplication: bound(fetchApplication),
    openAttachment: bound(openAttachment),
    submitForPerson: bound(submitForPerson),
    ownSubmission: bound(ownSubmission),
    keepUpload: bound(keepUpload),
    largestUpload: deps.settings.uploads.largestBytes,
    messages: bound(messagesOf),
    requests: bound(requestsOfCase),
    decisions: bound(decisionsOf),
    decisionWay: bound(decisionWay),
    decision: bound(decisionFacts),
    decisionLetter: bound(openDecisionLetter),
    mailboxWay: bound(mailboxWay),
    offerSlots: bound(offerSlots),
    findSlots: bound(findSlots),
    withdrawSlot: bound(withdrawSlot),
    appointments: bound(appointmentsOfCase),
    bookAppointment: bound(bookAppointment),
    moveAppointment: bound(moveAppointment),
    cancelAppointment: bound(cancelAppointment),
    sharedDocuments: bound(sharedDocuments),
    openSharedDocument: bound(openSharedDocument),
    depositDecision: bound(depositDecision),
    dataForXml: bound(dataForXml),
    hubDeliveries: bound(deliveriesOfCase),
    payments: bound(paymentsOf),
    requestPayment: bound(requestPayment),
    cancelPayment: bound(cancelPayment),
    receipts: bound(receiptsOfPayment),
    refunds: bound(refundsOfPayment),
    requestRefund: bound(requestRefund),
    acknowledge: bound(acknowledge),
    writeStatus: bound(writeStatusByClient),
    sendMessage: bound(sendMessage),
    provideDecision: bound(provideDecision),
    listEvents: bound(listEvents),
    addWebhook: bound(addWebhook),
    webhooks: bound(listWebhooks),
    deleteWebhook: bound(deleteWebhook),
    webhookDeliveries: bound(webhookDeliveries),
    webhookAttempts: bound(webhookAttempts),
    rotateWebhookSecret: bound(rotateWebhookSecret),
    replayWebhook: bound(replayWebhook),

    subscriptions: [
      ...heardEvents.map((type): Subscription => ({ name: `extensions.${type}`, to: type, handle: (event) => (type === "application.handed-over" ? tellHandOver(deps, event) : tellApplication(deps, event)) })),
      { name: "extensions.decision-retrieved", to: "decision.retrieved", handle: (event) => tellAlone(deps, event, "decision.retrieved") },
    ] satisfies Subscription[],
    jobs: {
      async [deliverJob]({ tenant, webhook }) {
        if (!isId(tenant) || !isId(webhook)) throw new Error("the job names no webhook");
        await deliverWebhooks(deps, { tenant, webhook });
      },
      "extensions.forget-launches": () => forgetEndedLaunches(deps),
      "extensions.sweep-uploads": async () => { await sweepUploads(deps); },
      "extensions.wake": () => wakeDue(deps),
      [noticeJob]: async () => { await sendNotices(deps); },
      async "extensions.forget"() {
        await forgetOld(deps);
        await forgetDeleted(deps);
      },
    } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * extensions.wake", "* * * * * extensions.notices", "*/5 * * * * extensions.forget-launches", "*/10 * * * * extensions.sweep-uploads", "40 2 * * * extensions.forget"],
  };
}

export type Extensions = ReturnType<typeof createExtensions>;
