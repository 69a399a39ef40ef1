"use strict";
const { writeFileSync } = require("node:fs");
const Mocha = require("mocha");

/**
 * Mocha's spec reporter, which also tells why a test is tried once more, and writes the counts to the file that
 * `--reporter-option out=FILE` names.
 */
module.exports = class Counting extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.on("retry", (test, error) => {
            console.log(`    tried again: ${test.title}\n${String(error?.stack ?? error).replace(/^/gm, "      ")}`);
        });
        runner.once("end", () => {
            const { passes, failures, pending } = this.stats;
            const counts = { passed: passes, failed: failures, skipped: pending };
            writeFileSync(options.reporterOptions.out, JSON.stringify(counts));
        });
    }
};
