import { gzipSync } from "node:zlib";
import type { Service } from "../../../support/service";
import type { JournalEntry } from "../../../support/service/state/entry";

/** What the service answered. */
export interface Answer {
    status: number;
    body: Record<string, unknown>;
}

/** Asks the service as `pulumi` does; the token is the user's, an update's (`update-token …`), or none. */
export async function ask(
    service: Service,
    what: string,
    body?: unknown,
    authorization: string | undefined = `token ${service.env.PULUMI_ACCESS_TOKEN}`,
): Promise<Answer> {
    const [method, path] = what.split(" ");
    const answer = await fetch(`${service.backend}/api/${path}`, {
        method,
        headers: { ...(authorization ? { authorization } : {}), "content-encoding": "gzip" },
        body: body === undefined ? undefined : gzipSync(JSON.stringify(body)),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

export const STACK = "stacks/somebody/project/dev";

/** An update that was started, and what is told it. */
export class Told {
    private sequence = 0;

    constructor(
        private readonly service: Service,
        readonly id: string,
        readonly token: string,
    ) {}

    tell(action: string, body: unknown, token = this.token): Promise<Answer> {
        const [method, path] = action.split(" ");
        return ask(this.service, `${method} ${STACK}/update/${this.id}/${path}`, body, `update-token ${token}`);
    }

    /** Journal entries that come next in their order. */
    journal(...entries: Partial<JournalEntry>[]): Promise<Answer> {
        const numbered = entries.map((entry) => ({
            version: 1,
            sequenceID: ++this.sequence,
            operationID: 0,
            ...entry,
        }));
        return this.tell("PATCH journalentries", { entries: numbered });
    }

    complete(status = "succeeded"): Promise<Answer> {
        return this.tell("POST complete", { status });
    }
}

/** Starts an update of the stack. */
export async function begin(service: Service, kind = "update"): Promise<Told> {
    const { body } = await ask(service, `POST ${STACK}/${kind}`, {});
    const id = body.updateID as string;
    const started = await ask(service, `POST ${STACK}/update/${id}`, { journalVersion: 1 });
    if (started.status !== 200) throw new Error(`${started.status} ${JSON.stringify(started.body)}`);
    return new Told(service, id, started.body.token as string);
}
