import type { Routes } from "../frame/index.ts";
import { auditPage, verifyAudit } from "./audit-page.ts";
import { barriersPage, markAnswered } from "./barriers-page.ts";
import { certificatePage, exchangeCertificate } from "./certificate-page.ts";
import { deliveriesPage } from "./deliveries-page.ts";
import { correct, pause, resend, settle } from "./delivery-actions.ts";
import { deliveryPage } from "./delivery-page.ts";
import { addDestination, newDestinationPage } from "./destination-form.ts";
import { changeDestination, destinationPage, pauseDestination, testDelivery } from "./destination-page.ts";
import { destinationsPage } from "./destinations-page.ts";
import { announceDisturbance, disturbancesPage, endDisturbance } from "./disturbances-page.ts";
import { changeClient, publishProgram, endKey, endSecret, extensionPage, newSecret, takeConformity } from "./extension-page.ts";
import { confirmManifest, extensionsPage, takeUpload } from "./extensions-page.ts";
import { figuresJson, figuresPage } from "./figures-page.ts";
import { pinSchema, schemasPage, unpinSchema } from "./gateway-schemas-page.ts";
import { gatewayPage, importRegister, registerJson } from "./gateway-pages.ts";
import { gatewayServicePage, orderOnboarding, planCsv } from "./gateway-service-page.ts";
import { operatorOnly, operatorUpload, type OperatorPages } from "./operator-pages.ts";
import { retireDestination } from "./retire-destination.ts";
import { storyPage } from "./story-page.ts";
import { overviewPage } from "./overview-page.ts";
import { addRoute, changeRoute, endRoute, routePage } from "./route-pages.ts";

type Page = (portal: OperatorPages, visit: Parameters<Parameters<Routes["staffPage"]>[1]>[0]) => ReturnType<Parameters<Routes["staffPage"]>[1]>;

/** The pages of whoever runs the installation, at the Leitportal's host. No page shows what somebody applied for. */
export function operatorSurface(r: Routes, portal: OperatorPages): void {
  const page = (path: string, show: Page): void => { r.staffPage(path, operatorOnly((visit) => show(portal, visit))); };
  const action = (path: string, act: Page): void => { r.staffAction(path, operatorOnly((visit) => act(portal, visit))); };

  const startedAt = portal.clock.now();
  page("/betrieb", (given, visit) => overviewPage(given, visit, startedAt));
  page("/betrieb/zustellungen", deliveriesPage);
  page("/betrieb/zustellungen/:id", deliveryPage);
  action("/betrieb/zustellungen/:id/wiederholung", resend);
  action("/betrieb/zustellungen/:id/pause", pause);
  action("/betrieb/zustellungen/:id/korrektur", correct);
  action("/betrieb/zustellungen/:id/erledigung", settle);
  page("/betrieb/vorgaenge/:reference", storyPage);
  page("/betrieb/ziele", destinationsPage);
  page("/betrieb/ziele/neu", newDestinationPage);
  action("/betrieb/ziele", addDestination);
  page("/betrieb/ziele/:id", destinationPage);
  action("/betrieb/ziele/:id", changeDestination);
  action("/betrieb/ziele/:id/pause", pauseDestination);
  action("/betrieb/ziele/:id/probezustellung", testDelivery);
  action("/betrieb/ziele/:id/stilllegung", retireDestination);
  page("/betrieb/ziele/:id/zertifikat", certificatePage);
  action("/betrieb/ziele/:id/zertifikat", exchangeCertificate);
  action("/betrieb/ziele/:id/wege", addRoute);
  page("/betrieb/ziele/:id/wege/:weg", routePage);
  action("/betrieb/ziele/:id/wege/:weg", changeRoute);
  action("/betrieb/ziele/:id/wege/:weg/ende", endRoute);
  page("/betrieb/erweiterungen", extensionsPage);
  r.staffUpload("/betrieb/erweiterungen", operatorUpload((visit, upload) => takeUpload(portal, visit, upload)));
  action("/betrieb/erweiterungen/manifest", confirmManifest);
  page("/betrieb/erweiterungen/:client", extensionPage);
  action("/betrieb/erweiterungen/:client/sperre", changeClient);
  action("/betrieb/erweiterungen/:client/veroeffentlichung", publishProgram);
  action("/betrieb/erweiterungen/:client/konformitaet", takeConformity);
  action("/betrieb/erweiterungen/:client/geheimnisse", newSecret);
  action("/betrieb/erweiterungen/:client/geheimnisse/ende", endSecret);
  action("/betrieb/erweiterungen/:client/schluessel/ende", endKey);
  const { gateway } = portal;
  if (gateway) {
    const withGateway = { ...portal, gateway };
    r.staffPage("/betrieb/efa", operatorOnly((visit) => gatewayPage(withGateway, visit)));
    r.staffAction("/betrieb/efa", operatorOnly((visit) => importRegister(withGateway, visit)));
    r.staffPage("/betrieb/efa/register.json", operatorOnly(() => registerJson(withGateway)));
    r.staffPage("/betrieb/efa/schemata", operatorOnly((visit) => schemasPage(withGateway, visit)));
    r.staffAction("/betrieb/efa/schemata", operatorOnly((visit) => pinSchema(withGateway, visit)));
    r.staffAction("/betrieb/efa/schemata/ende", operatorOnly((visit) => unpinSchema(withGateway, visit)));
    r.staffPage("/betrieb/efa/:dienst", operatorOnly((visit) => gatewayServicePage(withGateway, visit)));
    r.staffPage("/betrieb/efa/:dienst/probelauf.csv", operatorOnly((visit) => planCsv(withGateway, visit)));
    r.staffAction("/betrieb/efa/:dienst/anschluss", operatorOnly((visit) => orderOnboarding(withGateway, visit)));
  }
  page("/betrieb/stoerungen", disturbancesPage);
  action("/betrieb/stoerungen", announceDisturbance);
  action("/betrieb/stoerungen/:id/ende", endDisturbance);
  page("/betrieb/barrieren", barriersPage);
  action("/betrieb/barrieren/:id/antwort", markAnswered);
  page("/betrieb/kennzahlen", figuresPage);
  page("/betrieb/kennzahlen.json", figuresJson);
  page("/betrieb/protokoll", auditPage);
  action("/betrieb/protokoll", verifyAudit);
}
