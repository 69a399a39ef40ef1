import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../commonFields";
import { defineKind } from "../kind";
import { secret, secretValue } from "../secret";

const adopt = z.strictObject({
    keyId: text,
    credentials: secret.optional(),
    as: z.enum(["current", "previous"]).optional(),
});

/** A key of a service account of Google Cloud. */
export const gcpServiceAccountKey = defineKind({
    preset: "thirdParty",
    fields: {
        ...common,
        serviceAccount: text,
        managementKey: secret,
        project: text.optional(),
        adopt: adopt.optional(),
        endpoint: text.optional(),
        tokenUri: text.optional(),
    },
    make: ({ name, managementKey, adopt: found, ...entry }, args) => {
        const { serviceAccount, project, endpoint, tokenUri } = entry;
        const given = found?.credentials;
        const credentials = given === undefined ? undefined : secretValue("adopt.credentials", given);
        return new rotation.GcpServiceAccountKey(name, {
            ...args,
            ...{ serviceAccount, project, endpoint, tokenUri },
            managementKey: secretValue("managementKey", managementKey),
            adopt: found && { ...found, credentials },
        });
    },
});
