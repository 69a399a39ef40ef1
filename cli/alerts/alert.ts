/** What an alert is about; each has its own settings and, at PagerDuty, its own incident. */
export const OCCASIONS = ["failure", "held", "overdue", "late-use", "success"] as const;
export type Occasion = (typeof OCCASIONS)[number];

/** One thing to tell. Never a secret. */
export interface Alert {
    occasion: Occasion;
    /** `firing` opens, `over` closes what an earlier alert with this key opened; `told` only tells. */
    state: "firing" | "over" | "told";
    project: string;
    stack: string;
    /** Names of the credentials that it is about; none where it is the run itself. */
    credentials: string[];
    /** One line. */
    summary: string;
    /** More, for those who have to act. May be empty. */
    detail: string;
    /** The same for all alerts of one stack and occasion. At most 255 characters. */
    key: string;
    /** RFC 3339. */
    at: string;
    /** The run in CI, if there is one. */
    link?: string;
}

/** A way to tell people. */
export interface Channel {
    /** What it is called in messages; never its address, which may be a secret. */
    title: string;
    occasions: Occasion[];
    /** True where an incident is open that must be told of its end. */
    closes: boolean;
    /** @param stop ends it early. @throws Error without a secret in it */
    send(alert: Alert, stop?: AbortSignal): Promise<void>;
}

/** Cuts a text so that a service takes it. */
export function cut(text: string, limit: number): string {
    return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Where the run can be looked at: GitHub Actions or GitLab CI. */
export function linkOf(env: NodeJS.ProcessEnv): string | undefined {
    const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, CI_JOB_URL } = env;
    if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID) {
        return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
    }
    return CI_JOB_URL || undefined;
}
