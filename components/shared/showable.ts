/**
 * Lets Node.js show the errors of a program. The Pulumi SDK shows each in colours, and Node.js 20 and 22 then look for the
 * end of a package's name in every line of the stack that has `node_modules` in it. Where no `/` follows the name they look
 * for ever, which takes half a minute and three gigabytes until the text is too long. The source maps of the SDK write such
 * lines: `…/node_modules/@pulumi/resource.ts:1`.
 */

/** The script of the SDK that shows errors so. In an inline program the process is somebody else's, and nothing is coloured. */
const SHOWN_BY = /[\\/]cmd[\\/]run([\\/]|$)/;

/** A line whose last `node_modules` is followed by a file alone, or by a scope and a file. */
const ENDLESS = /^(.*([\\/])node_modules\2)((?:@[^\\/\n]*\2)?)([^\\/\n]*)$/gm;

/** The same stack, with `./` where Node.js would look for the end of a name and not find it. Its message is left alone. */
export function showableStack(stack: string): string {
    const frames = stack.indexOf("\n    at");
    return frames < 0 ? stack : stack.slice(0, frames) + stack.slice(frames).replace(ENDLESS, "$1$3.$2$4");
}

/** Makes the stacks of an error, of its causes and of the errors that it gathers showable. */
export function makeShowable(error: unknown, seen = new Set<unknown>()): void {
    if (!(error instanceof Error) || seen.has(error)) return;
    seen.add(error);
    const { stack, cause, errors } = error as Error & { errors?: unknown };
    const showable = typeof stack === "string" ? showableStack(stack) : stack;
    if (showable !== stack && !Object.isFrozen(error)) error.stack = showable;
    for (const one of [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])]) makeShowable(one, seen);
}

if (SHOWN_BY.test(process.argv[1] ?? "")) {
    const first = (error: unknown): void => makeShowable(error);
    process.prependListener("uncaughtException", first);
    process.prependListener("unhandledRejection", first);
}
