import { createHmac } from "node:crypto";

/** What SES signs with, whatever the day is: https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html */
const DATE = "11111111";
const SCOPE = ["ses", "aws4_request", "SendRawEmail"];
const VERSION = 0x04;

/** The name under which the SMTP password of a region is published. */
export function smtpFieldOf(region: string): string {
    return `smtp_password_${region.replaceAll("-", "_")}`;
}

/**
 * The password for the SMTP interface of SES in a region, which stems from the secret of an access key. The user name there
 * is the key's id.
 */
export function smtpPassword(secretAccessKey: string, region: string): string {
    const start: Buffer | string = `AWS4${secretAccessKey}`;
    const signature = [DATE, region, ...SCOPE].reduce<Buffer | string>(
        (key, part) => createHmac("sha256", key).update(part).digest(),
        start,
    );
    return Buffer.concat([Buffer.from([VERSION]), signature as Buffer]).toString("base64");
}

/** @throws Error that names the region that is none, or stands there twice */
export function checkSmtpRegions(name: string, regions: unknown): void {
    const isList = Array.isArray(regions) && regions.length > 0;
    const list: unknown[] = isList ? (regions as unknown[]) : [];
    const wrong = list.find((one, index) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(String(one)) || list.indexOf(one) < index);
    if (regions === undefined || (isList && wrong === undefined)) return;
    const found = JSON.stringify(wrong ?? regions);
    throw new Error(`${name}: smtpRegions: ${found}; expected regions of SES, each once, like ["eu-central-1"]`);
}
