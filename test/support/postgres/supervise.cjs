/**
 * Runs a PostgreSQL server for as long as its standard input is open, then ends it and removes its directory. So neither
 * outlives the process that holds the other end, however that one dies.
 *
 * Arguments: one JSON document { folder, uid?, gid?, env, initdb: [program, ...], postgres: [program, ...] }.
 */
const { spawn } = require("node:child_process");
const { rmSync } = require("node:fs");

const { folder, uid, gid, env, initdb, postgres } = JSON.parse(process.argv[2]);
/** The program under way. */
let child;
let ending = false;

function run([program, ...args]) {
    child = spawn(program, args, { uid, gid, env, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    return new Promise((resolve) => {
        child.once("error", (error) => resolve(`could not be started: ${error.message}`));
        child.once("close", (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? code}`));
    });
}

function end() {
    ending = true;
    child?.kill("SIGQUIT"); // to PostgreSQL: at once, for nothing of it is kept
}

async function main() {
    const problem = (await run(initdb)) ?? (ending ? undefined : await run(postgres));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    if (problem && !ending) console.error(`supervise: ${problem}`);
    process.exit(ending || !problem ? 0 : 1);
}

// A ^C on the terminal is for the parent, which ends this by its pipe.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
process.on("SIGTERM", end);
process.stdin.on("end", end).on("error", end).resume();
main();
