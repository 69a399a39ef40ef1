/** Imported first, so that an old Node.js gets one sentence and not a syntax error from another file. */
const least = 20;
if (Number(process.versions.node.split(".")[0]) < least) {
    console.error(
        `Node.js ${least} or newer is needed, this is ${process.versions.node}: install it from https://nodejs.org or your package manager.`,
    );
    process.exit(1);
}
