/**
 * Loaded before the SDK. Its serializer of closures needs a compiler and a package manager, and both are two thirds of
 * what loading the SDK takes; few programs serialize one. They are loaded when that is first done, and not before.
 * PULUMI_NODEJS_LOAD_ALL=true loads them with the rest, as Pulumi's own language host does.
 */
const Module = /** @type {any} */ (require("node:module"));
const { sep } = require("node:path");

const INDEX = ["", "@pulumi", "pulumi", "runtime", "index.js"].join(sep);
const load = Module._load;

/** Functions of a module that is loaded at the first call of one. @param {() => any} real */
function late(real) {
    return new Proxy(
        {},
        {
            get:
                (_, name) =>
                (/** @type {any[]} */ ...args) =>
                    real()[name](...args),
        },
    );
}

if (process.env.PULUMI_NODEJS_LOAD_ALL !== "true") {
    Module._load = function (/** @type {string} */ request, /** @type {any} */ parent, /** @type {boolean} */ isMain) {
        const real = () => load.call(this, request, parent, isMain);
        return request.startsWith("./closure/") && parent?.filename?.endsWith(INDEX) ? late(real) : real();
    };
}
