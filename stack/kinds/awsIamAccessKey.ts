import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../commonFields";
import { defineKind } from "../kind";
import { secret, secretValue } from "../secret";

const adopt = z.strictObject({
    accessKeyId: text,
    secretAccessKey: secret.optional(),
    as: z.enum(["current", "previous"]).optional(),
});

/** An access key of an IAM user. */
export const awsIamAccessKey = defineKind({
    fields: { ...common, user: text, adopt: adopt.optional(), smtpRegions: z.array(text).min(1).optional() },
    preset: "iam",
    make: ({ name, user, smtpRegions, adopt }, args) => {
        const given = adopt?.secretAccessKey;
        const secretAccessKey = given === undefined ? undefined : secretValue("adopt.secretAccessKey", given);
        return new rotation.AwsIamAccessKey(name, {
            ...args,
            user,
            smtpRegions,
            adopt: adopt && { ...adopt, secretAccessKey },
        });
    },
});
