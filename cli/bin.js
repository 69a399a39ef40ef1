#!/usr/bin/env node
// npm links a program only if its file is there when it installs, which is before a clone is compiled.
require("./dist/main.js");
