import * as aws from "@pulumi/aws";
import * as rotation from "pulumi-credential-rotation";

// One calendar for both keys, so one trigger. 80 days leave room for the overlap below the 90 days of IAM.3.
const calendar = new rotation.RotationSchedule("keys", { schedule: { ...rotation.schedules.iam, every: "80d" } });

// A user that this program makes. Its id is its name, and not known before it exists: so a first preview does not look
// for its keys.
const user = new aws.iam.User("app", { name: "rotation-example-app" });
const app = new rotation.AwsIamAccessKey("app", {
    user: user.id,
    rotation: { schedule: calendar, overlap: "48h" },
    stores: [new rotation.SsmParameters({ prefix: "/rotation-example/app" })],
});

// Another one, published to Secrets Manager.
const batchUser = new aws.iam.User("batch", { name: "rotation-example-batch" });
const batch = new rotation.AwsIamAccessKey("batch", {
    user: batchUser.id,
    rotation: { schedule: calendar },
    stores: [new rotation.SecretsManagerSecret({ name: "rotation-example/batch", recoveryWindowInDays: 0 })],
    verification: { deadline: "2m" },
});

/** When each of them rotates next. */
export const nextRotation = { app: app.nextRotation, batch: batch.nextRotation };

/** Ids of the published keys; consumers read them from the stores. */
export const accessKeyIds = { app: app.accessKeyId, batch: batch.accessKeyId };
