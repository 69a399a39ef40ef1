/**
 * Runs it without stack traces. The SDK takes one for each property of each resource, only to tell where a promise that
 * never settles was made; as a program maps each line of each trace to its source, that is three quarters of the time
 * that registrations take. Where a resource was registered is still told to the engine: the SDK asks for that trace
 * separately, and at any length. An error that is made meanwhile keeps its message.
 */
export function withoutStackTraces<T>(run: () => T): T {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
        return run();
    } finally {
        Error.stackTraceLimit = limit;
    }
}
