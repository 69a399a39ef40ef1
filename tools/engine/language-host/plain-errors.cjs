/**
 * Loaded before a program. Node.js 20.20 colours a stack line such as `…/node_modules/@pulumi/resource.ts:1` (a path that
 * source maps have shortened to one part after the scope) until its string is full: half a minute and two gigabytes for
 * every program that fails. Errors are therefore shown without colours.
 */
const util = require("node:util");

const inspect = util.inspect;

/** @param {unknown} value @param {...any} rest */
function plain(value, ...rest) {
    const [options, ...more] = rest;
    return value instanceof Error && options?.colors
        ? inspect(value, { ...options, colors: false }, ...more)
        : inspect(value, ...rest);
}

util.inspect = Object.defineProperties(/** @type {any} */ (plain), Object.getOwnPropertyDescriptors(inspect));
