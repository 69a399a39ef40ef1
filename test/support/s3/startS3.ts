import { startGuarded } from "../processes/guarded";
import { engine } from "../harness/engine";

/** A service that speaks S3 on this machine, of moto, with one bucket for the states of stacks. */
export interface S3 {
    /** For PULUMI_BACKEND_URL, as docs/command-line.md has it for a service that is not Amazon's. */
    backend: string;
    /** What is needed to reach it, beside the address. */
    env: NodeJS.ProcessEnv;
    /** Names of the objects that begin like this. */
    names(prefix: string): Promise<string[]>;
    put(name: string, body: string): Promise<void>;
    remove(name: string): Promise<void>;
    stop(): Promise<void>;
}

/** moto deletes nothing for nobody, and takes anybody's word for who he is. */
const SOMEBODY = { authorization: "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/s3/aws4_request" };

/** Starts it. It looks at no signature: that is the business of `pulumi` and Amazon. */
export async function startS3(): Promise<S3> {
    const env = { PATH: process.env.PATH, PYTHONUNBUFFERED: "1" };
    const server = startGuarded(engine().python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], env);
    const [, address] = await server.says(/Running on (http:\/\/127\.0\.0\.1:\d+)/);
    const ask = async (method: string, path: string, body?: string): Promise<string> => {
        const answer = await fetch(`${address}/states${path}`, { method, body, headers: SOMEBODY });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
        return text;
    };
    await ask("PUT", "");
    return {
        backend: `s3://states?endpoint=${address}&s3ForcePathStyle=true&region=us-east-1`,
        env: { AWS_ACCESS_KEY_ID: "of-the-state", AWS_SECRET_ACCESS_KEY: "of-the-state" },
        async names(prefix) {
            const found = await ask("GET", `?list-type=2&prefix=${encodeURIComponent(prefix)}`);
            return [...found.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name]) => name);
        },
        async put(name, body) {
            await ask("PUT", `/${name}`, body);
        },
        async remove(name) {
            await ask("DELETE", `/${name}`);
        },
        stop: () => server.stop(),
    };
}
