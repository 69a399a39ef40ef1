"use strict";
const { writeFileSync } = require("node:fs");
const Mocha = require("mocha");

/** Mocha's spec reporter, which also writes the counts to the file that `--reporter-option out=FILE` names. */
module.exports = class Counting extends Mocha.reporters.Spec {
    constructor(runner, options) {
        super(runner, options);
        runner.once("end", () => {
            const { passes, failures, pending } = this.stats;
            const counts = { passed: passes, failed: failures, skipped: pending };
            writeFileSync(options.reporterOptions.out, JSON.stringify(counts));
        });
    }
};
