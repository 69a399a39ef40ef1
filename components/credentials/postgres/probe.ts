import { Fields } from "../../shared/scope";
import { Probe } from "../../shared/verification";
import { withLogin, withoutSecret } from "./connect";
import { classify, codeOf } from "./failures";
import { Target } from "./fields";

/** What a login has to show. */
export interface Expected {
    target: Target;
    /** The role that it runs as. */
    runsAs: string;
    /** A statement that it must be able to run. */
    check?: string;
}

/** Logs in anew, as a consumer would, and asks who it is. */
export async function probeLogin({ user, password }: Fields, { target, runsAs, check }: Expected): Promise<Probe> {
    const at = `${target.host}:${target.port}`;
    try {
        return await withLogin({ ...target, user, password }, async (client): Promise<Probe> => {
            const sql = "SELECT session_user::text AS session, current_user::text AS current";
            const { session, current } = (await client.query<{ session: string; current: string }>(sql)).rows[0];
            if (session !== user || current !== runsAs) {
                return {
                    state: "wrong",
                    detail: `it is ${session} running as ${current}, expected ${user} running as ${runsAs}`,
                };
            }
            return check === undefined ? { state: "alive" } : await tried(() => client.query(check), at);
        });
    } catch (error) {
        const answer = classify(error, at);
        return answer.state === "alive" ? answer : { ...answer, detail: withoutSecret(answer.detail, password) };
    }
}

/** A statement that the server refuses is refused the next time too. */
async function tried(run: () => Promise<unknown>, at: string): Promise<Probe> {
    try {
        await run();
        return { state: "alive" };
    } catch (error) {
        const code = codeOf(error);
        if (code === undefined || /^(08|53|57|40)/.test(code)) return classify(error, at);
        return { state: "wrong", detail: `the statement of check fails (${code}: ${(error as Error).message})` };
    }
}
