import type { Tx } from "#platform/database";
import { alarms } from "./alarms.ts";
import { abandonCertificate, finishCertificate, prepareCertificate, registerCertificate, showCertificate } from "./certificates/exchange-certificate.ts";
import { certificateExchange } from "./certificates/exchange-store.ts";
import { watchCertificates } from "./certificates/watch-certificates.ts";
import { changeRoute, type ChangeRoute } from "./change-route.ts";
import { correctDelivery, type CorrectDelivery } from "./correct-delivery.ts";
import { deliver } from "./deliver.ts";
import { listDeliveries, ofApplication } from "./delivery-store.ts";
import type { HubDeps, HubParts } from "./deps.ts";
import { destination, destinations } from "./destination-store.ts";
import { findReceiver } from "./find-receiver.ts";
import { handOverDeliveries } from "./hand-over-deliveries.ts";
import { route, routes } from "./find-routes.ts";
import type { RouteQuery } from "./judge-route.ts";
import { createJobs, crontab } from "./jobs.ts";
import { pauseDelivery } from "./pause-delivery.ts";
import { pauseDestination } from "./pause-destination.ts";
import { preview, previewService } from "./preview.ts";
import { failingTowns, queueFigures } from "./queue-figures.ts";
import { resendDelivery } from "./resend-delivery.ts";
import { retireDestination } from "./retire-destination.ts";
import { routeApplication } from "./route-application.ts";
import { connectDemoDestination, demoDestinationOf, seedDemoDestinations } from "./seed-demo-destinations.ts";
import { sendTestMessage } from "./send-test-message.ts";
import { newDestinationProblems, setDestination, type SetDestination } from "./set-destination.ts";
import { addRoute, type AddRoute, endRoute } from "./set-route.ts";
import { settleDelivery } from "./settle-delivery.ts";
import { story } from "./story.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { viewDelivery } from "./view-delivery.ts";
import { createFitConnectChannel } from "./fit-connect/fit-connect-channel.ts";
import { createCallbackReceiver } from "./fit-connect/receive-callback.ts";
import { lookAfter } from "./look-after.ts";
import { createMailChannel } from "./mail/mail-channel.ts";
import { createPullChannel } from "./pull/pull-channel.ts";
import { createSftpChannel } from "./sftp/sftp-channel.ts";
import { createXtaChannel } from "./xta/xta-channel.ts";
import { createAnswerReceiver } from "./webhook/receive-answer.ts";
import { createWebhookChannel } from "./webhook/webhook-channel.ts";

/** The Datendrehscheibe. Whatever takes a `tx` acts in the caller's transaction and under its policies: a town's or the operator's. */
export function createHub(deps: HubDeps) {
  const { outbound, settings } = deps;
  const parts: HubParts = {
    ...deps, random: deps.random ?? Math.random,
    channels: {
      webhook: createWebhookChannel({ outbound, timeoutMs: settings.timeoutMs, allowHttp: settings.allowHttp, answerUrl: settings.answerUrl }),
      "fit-connect": createFitConnectChannel(deps, {
        outbound: deps.outboundStream(), now: () => deps.clock.now().getTime(), trust: { roots: settings.fitConnectRoots, demo: settings.allowHttp }, timeoutMs: settings.timeoutMs, stallMs: 60_000, callbackUrl: settings.callbackUrl,
      }),
      xta: createXtaChannel(deps),
      sftp: createSftpChannel(deps),
      pull: createPullChannel(deps),
      mail: createMailChannel(deps),
    },
  };
  return {
    // The way out.
    routeApplication: (given: { readonly tenant: string; readonly application: string }) => routeApplication(parts, given),
    deliver: (given: Parameters<typeof deliver>[1]) => deliver(parts, given),
    handOver: (tx: Tx, given: Parameters<typeof handOverDeliveries>[2]) => handOverDeliveries(tx, parts, given),
    /** Looks what became of what an intermediary took, and takes replies. */
    lookAfter: (given: { readonly tenant: string; readonly destination: string }) => lookAfter(parts, given),
    /** FIT-Connect tells of news; false: not believed. */
    receiveCallback: createCallbackReceiver(parts),
    /** An office system that is told by webhook answers by one. */
    receiveAnswer: createAnswerReceiver(parts),
    /** Where it does, for the operator to pass on. */
    answerUrl: settings.answerUrl,
    preview: (tx: Tx, query: RouteQuery) => preview(parts, tx, query),
    previewService: (tx: Tx, given: Parameters<typeof previewService>[2]) => previewService(parts, tx, given),
    /** Who would get it, where a destination finds a receiver for each application by its place. */
    findReceiver: (given: Parameters<typeof findReceiver>[1]) => findReceiver(parts, given),

    // Looking.
    destinations, destination, route, ofApplication, listDeliveries, queueFigures, failingTowns,
    routes: (tx: Tx) => routes(tx, parts.clock.now()),
    certificateExchange,
    /** Of one application, for the operator. */
    story: (tx: Tx, application: string) => story(parts, tx, application),
    viewDelivery: (tx: Tx, id: string) => viewDelivery(parts, tx, id),
    alarms: (tx: Tx) => alarms(parts, tx),

    // Acting.
    resendDelivery: (tx: Tx, given: Parameters<typeof resendDelivery>[2]) => resendDelivery(parts, tx, given),
    settleDelivery: (tx: Tx, given: Parameters<typeof settleDelivery>[2]) => settleDelivery(parts, tx, given),
    correctDelivery: (tx: Tx, given: CorrectDelivery) => correctDelivery(parts, tx, given),
    pauseDelivery: (tx: Tx, given: Parameters<typeof pauseDelivery>[2]) => pauseDelivery(parts, tx, given),
    pauseDestination: (tx: Tx, given: Parameters<typeof pauseDestination>[2]) => pauseDestination(parts, tx, given),
    retireDestination: (tx: Tx, given: Parameters<typeof retireDestination>[2]) => retireDestination(parts, tx, given),
    newDestinationProblems: (given: Parameters<typeof newDestinationProblems>[1]) => newDestinationProblems(parts, given),
    setDestination: (given: SetDestination) => setDestination(parts, given),
    addRoute: (tx: Tx, given: AddRoute) => addRoute(parts, tx, given),
    changeRoute: (tx: Tx, given: ChangeRoute) => changeRoute(parts, tx, given),
    endRoute: (tx: Tx, given: Parameters<typeof endRoute>[2]) => endRoute(parts, tx, given),
    /** The exchange of a certificate, in this order: prepared, made known in the DVDV, shown to the server, told to the office system. A step out of order is refused. */
    certificates: {
      prepare: (given: Parameters<typeof prepareCertificate>[1]) => prepareCertificate(parts, given), register: (given: Parameters<typeof registerCertificate>[1]) => registerCertificate(parts, given),
      show: (given: Parameters<typeof showCertificate>[1]) => showCertificate(parts, given), finish: (given: Parameters<typeof finishCertificate>[1]) => finishCertificate(parts, given),
      abandon: (given: Parameters<typeof abandonCertificate>[1]) => abandonCertificate(parts, given), watch: () => watchCertificates(parts),
    },
    sendTestMessage: (given: Parameters<typeof sendTestMessage>[1]) => sendTestMessage(parts, given),
    seedDemoDestinations: (given: Parameters<typeof seedDemoDestinations>[1]) => seedDemoDestinations(parts, given),

    /** For a town in which somebody tries things out. */
    connectDemoDestination: (given: Parameters<typeof connectDemoDestination>[1]) => connectDemoDestination(parts, given),
    demoDestinationOf: (tenant: string) => demoDestinationOf(parts, tenant),

    jobs: createJobs(parts),
    crontab,
    subscriptions: createSubscriptions(parts),
  };
}

export type Hub = ReturnType<typeof createHub>;
