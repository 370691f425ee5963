import { answerOperations } from "./answer-operations.ts";
import { applicationOperations } from "./application-operations.ts";
import { caseOperations } from "./case-operations.ts";
import { catalogueOperations } from "./catalogue-operations.ts";
import { appointmentOperations } from "./appointment-operations.ts";
import { documentOperations } from "./document-operations.ts";
import { eventOperations } from "./event-operations.ts";
import { figureOperations } from "./figure-operations.ts";
import { formOperations } from "./form-operations.ts";
import { launchOperations } from "./launch-operations.ts";
import { moneyOperations } from "./money-operations.ts";
import type { Operation } from "./operation.ts";
import { recordOperations } from "./record-operations.ts";
import { tenantOperations } from "./tenant-operations.ts";
import { uploadOperations } from "./upload-operations.ts";

/** Everything the interface can do. The server, the document and the reference pages are made of this list and of nothing else. */
export const operations: readonly Operation[] = [
  ...tenantOperations, ...figureOperations, ...catalogueOperations, ...applicationOperations, ...uploadOperations, ...caseOperations, ...recordOperations, ...moneyOperations, ...answerOperations, ...documentOperations, ...appointmentOperations, ...formOperations, ...eventOperations, ...launchOperations,
];
