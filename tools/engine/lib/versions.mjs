/** Every version that is pinned or asked for, and how versions compare. */

/** What gets built, downloaded or installed. `programs/go.mod` and `language-host/package.json` pin the same from their side. */
export const pinned = {
    pulumi: "3.256.0",
    moto: "5.2.5",
    vault: "1.21.0",
    /** Plugins are found by the version of the npm package that asks for them. @type {Record<string, string>} */
    plugins: { aws: "7.48.0", time: "0.1.1", random: "4.21.2", postgresql: "3.18.1", vault: "7.8.0" },
    /** Plugins that Pulumi doesn't publish itself. @type {Record<string, string>} */
    pluginServers: { time: "github://api.github.com/pulumiverse" },
};

/** What is good enough when it is there already. */
export const least = { pulumi: "3.208.0", vault: "1.13.0", go: "1.26.0", python: "3.9.0" };

/**
 * The first version number in a text such as `go version go1.26.8 linux/amd64`.
 * @param {string} text
 */
export function versionIn(text) {
    return /(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}

/**
 * @param {string | undefined} version
 * @param {string} wanted
 */
export function atLeast(version, wanted) {
    if (!version) return false;
    const have = version.split(".").map(Number);
    for (const [index, number] of wanted.split(".").map(Number).entries()) {
        const difference = (have[index] ?? 0) - number;
        if (difference !== 0) return difference > 0;
    }
    return true;
}
