/** What the first key of a vendor needs and `init` cannot know: what it may do. */
const PERMISSIONS: Record<string, string> = {
    "stripe-api-key": "permissions, like [balance_read]: what the first key may do (docs/stripe.md)",
    "sendgrid-api-key": "scopes, like [mail.send]: what the first key may do (docs/sendgrid.md)",
    "cloudflare-api-token": "policies: what the first token may do (docs/cloudflare.md)",
};

/** What is left to do by hand, a line each. Secrets are not asked for by `init`, so that none is ever echoed. */
export function nextSteps(entry: Record<string, unknown>, stack: string, hasRegion: boolean): string[] {
    const text = JSON.stringify(entry);
    const keys = [...text.matchAll(/\{"config":"([^"]+)"\}/g)].map(([, key]) => key);
    const permissions = PERMISSIONS[String(entry.kind)];
    const asksAws = entry.kind === "aws-iam-access-key" || !text.includes('"vaultKv"');
    return [
        ...(permissions ? [`  write into the entry: ${permissions}`] : []),
        ...(asksAws && !hasRegion ? [`  pulumi config set aws:region <region> --stack ${stack}`] : []),
        ...keys.map((key) => `  pulumi config set --secret ${key} --stack ${stack}`),
        `  credential-rotation preview --stack ${stack}`,
    ];
}
