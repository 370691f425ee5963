import { answerOperations } from "./answer-operations.ts";
import { applicationOperations } from "./application-operations.ts";
import { caseOperations } from "./case-operations.ts";
import { eventOperations } from "./event-operations.ts";
import { launchOperations } from "./launch-operations.ts";
import type { Operation } from "./operation.ts";
import { tenantOperations } from "./tenant-operations.ts";

/** Everything the interface can do. The server, the document and the reference pages are made of this list and of nothing else. */
export const operations: readonly Operation[] = [...tenantOperations, ...applicationOperations, ...caseOperations, ...answerOperations, ...eventOperations, ...launchOperations];
