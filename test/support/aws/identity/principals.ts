/** Who a request comes from, once its signature is proved. */
export type Caller = UserCaller | SessionCaller | AdminCaller;

export interface UserCaller {
    kind: "user";
    accessKeyId: string;
    userName: string;
    arn: string;
    userId: string;
}

/** A session of a role, by `sts:AssumeRole`. */
export interface SessionCaller {
    kind: "session";
    accessKeyId: string;
    roleName: string;
    sessionName: string;
    arn: string;
    userId: string;
    /** The session policy, which can only take rights away. */
    policy?: string;
}

/** The emulator's own administrator: may do everything, and is no IAM user. */
export interface AdminCaller {
    kind: "admin";
    accessKeyId: string;
    arn: string;
    userId: string;
}

/** Keys as tests and clients use them. */
export interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
}

/** A user as IAM knows it. */
export interface User {
    userName: string;
    arn: string;
    userId: string;
}

/** The last four characters: enough to tell keys apart, useless to anybody else. */
export function suffix(accessKeyId: string): string {
    return accessKeyId.slice(-4);
}
