"use strict";
const { writeFileSync } = require("node:fs");
const path = require("node:path");
const Mocha = require("mocha");

/** Writes how each test ended to the file that `--reporter-option out=FILE` names, and each title to stderr. */
module.exports = class Each extends Mocha.reporters.Base {
    constructor(runner, options) {
        super(runner, options);
        const ended = [];
        const note = (state) => (test, error) => {
            const titles = test.titlePath();
            ended.push({
                file: path.relative(process.cwd(), test.file ?? ""),
                title: test.title,
                titles,
                state,
                ...(error ? { error: String(error.message).slice(0, 2000) } : {}),
            });
            if (state !== "skipped") process.stderr.write(`${state}: ${titles.join(" › ")}\n`);
        };
        runner.on("pass", note("passed"));
        runner.on("fail", note("failed"));
        runner.on("pending", note("skipped"));
        runner.once("end", () => writeFileSync(options.reporterOptions.out, JSON.stringify(ended)));
    }
};
