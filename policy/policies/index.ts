import type { Policies } from "@pulumi/policy";
import { accessKeyIsRotated } from "./access-key-is-rotated";
import { alertsConfigured } from "./alerts-configured";
import { createBeforeRevoke } from "./create-before-revoke";
import { credentialHasConsumers } from "./credential-has-consumers";
import { documentedSchedule } from "./documented-schedule";
import { maximumAge } from "./maximum-age";
import { noCredentialInPlaintext } from "./no-credential-in-plaintext";
import { noPlaintextSecret } from "./no-plaintext-secret";
import { verifyBeforeDelete } from "./verify-before-delete";

/** The checklist, one policy a file. */
export const policies: Policies = [
    documentedSchedule,
    maximumAge,
    noPlaintextSecret,
    noCredentialInPlaintext,
    createBeforeRevoke,
    verifyBeforeDelete,
    credentialHasConsumers,
    alertsConfigured,
    accessKeyIsRotated,
];
