import { type Moto, startMoto } from "./process";

/** Those of this process that nobody uses at the moment; each is empty. */
const idle: Moto[] = [];

/**
 * A moto for one suite, which is emptied and kept for the next one: to start one takes two seconds of a processor, and a run
 * has dozens of suites. It ends with this process.
 */
export async function borrowMoto(python: string, account: string): Promise<Moto> {
    const moto = idle.pop() ?? (await startMoto(python, account));
    return {
        ...moto,
        stop: async () => {
            if (await isEmptied(moto)) idle.push(moto);
            else await moto.stop();
        },
    };
}

async function isEmptied(moto: Moto): Promise<boolean> {
    const headers = { host: "127.0.0.1" };
    const reset = { method: "POST", path: "/moto-api/reset", query: "", headers, body: Buffer.alloc(0), now: null };
    return moto.send(reset).then(
        ({ status }) => status === 200,
        () => false,
    );
}
