import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { z } from "zod";
import { common, text } from "../fields";
import { defineKind } from "../kind";

const adopt = z.strictObject({
    accessKeyId: text,
    secretAccessKey: text.optional(),
    as: z.enum(["current", "previous"]).optional(),
});

/** An access key of an IAM user. */
export const awsIamAccessKey = defineKind({
    fields: { ...common, user: text, adopt: adopt.optional() },
    preset: "iam",
    make: ({ name, user, adopt }, args) => {
        const secret = adopt?.secretAccessKey === undefined ? undefined : pulumi.secret(adopt.secretAccessKey);
        return new rotation.AwsIamAccessKey(name, {
            ...args,
            user,
            adopt: adopt && { ...adopt, secretAccessKey: secret },
        });
    },
});
