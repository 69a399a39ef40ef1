import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { AwsSettings } from "./settings";

/** Where nothing else is known. The provider itself refuses to start then. */
const DEFAULT_REGION = "us-east-1";

/** The region as the provider finds it: its own setting, the environment, then the profile. */
export function regionOf({ region, profile, sharedConfigFiles, sharedCredentialsFiles }: AwsSettings): string {
    if (region) return region;
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE, HOME = homedir() } = process.env;
    const name = profile ?? AWS_PROFILE ?? "default";
    const config = sharedConfigFiles?.[0] ?? AWS_CONFIG_FILE ?? path.join(HOME, ".aws/config");
    const credentials =
        sharedCredentialsFiles?.[0] ?? AWS_SHARED_CREDENTIALS_FILE ?? path.join(HOME, ".aws/credentials");
    return (
        regionIn(contents(config), [`profile ${name}`, name]) ??
        regionIn(contents(credentials), [name]) ??
        DEFAULT_REGION
    );
}

/** The region that the first of these sections of an INI file names. */
function regionIn(ini: string, sections: string[]): string | undefined {
    let inside = false;
    for (const line of ini.split(/\r?\n/)) {
        const section = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
        if (section !== undefined) inside = sections.includes(section.replace(/\s+/g, " ").replace(/["']/g, ""));
        const found = inside ? /^region\s*=\s*([^\s#;]+)/.exec(line)?.[1] : undefined;
        if (found) return found;
    }
    return undefined;
}

function contents(file: string): string {
    try {
        return readFileSync(file.replace(/^~(?=\/)/, homedir()), "utf8");
    } catch {
        return ""; // A file of a profile need not be there.
    }
}
