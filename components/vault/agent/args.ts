import type * as pulumi from "@pulumi/pulumi";
import type { BlueGreenCredential } from "../../rotation/blueGreenCredential";

/** How the agent logs in to Vault; exactly one of these. */
export interface AgentLogin {
    /** As the AWS identity of the machine it runs on. */
    aws?: {
        /** Role of Vault's auth method. */
        role: string;
        /** Region that signs the request. Vault's default: `us-east-1`. */
        region?: string;
        /** What the method asks for as X-Vault-AWS-IAM-Server-ID. */
        headerValue?: string;
        /** Where the method is mounted. Default: `auth/aws`. */
        mountPath?: string;
    };
    /** With a role id and a secret id, each in a file. */
    appRole?: {
        roleIdFile: string;
        secretIdFile: string;
        /** Leave the secret id where it is: an agent that starts again needs it. Default: false, which deletes it once read. */
        keepSecretIdFile?: boolean;
        /** Default: `auth/approle`. */
        mountPath?: string;
    };
    /** As the service account of the pod it runs in. */
    kubernetes?: {
        role: string;
        /** File with the service account's token. Vault's default: the one that Kubernetes mounts. */
        tokenFile?: string;
        /** Default: `auth/kubernetes`. */
        mountPath?: string;
    };
    /** With a token that somebody else keeps fresh. For trying things out, not for machines. */
    tokenFile?: { path: string };
}

/** Text that the agent fills in; exactly one of these. */
export interface AgentText {
    /** A field of a secret. */
    secret?: {
        /** Path with the engine, as `vault kv get` takes it and as `VaultKv` writes it: `secret/myapp/db`. */
        path: pulumi.Input<string>;
        /** Name of the field, for example `password`. */
        field: string;
        /** Version of the engine. Default: 2. */
        kvVersion?: 1 | 2;
        /** Path of the engine. Default: the path's first part. */
        mount?: string;
    };
    /** A template in the language of Consul Template, for several fields or for credentials of the database engine. */
    contents?: pulumi.Input<string>;
}

/** A file that the agent writes. */
export interface AgentTemplate extends AgentText {
    /** Absolute path of the file. */
    destination: string;
    /** Its mode in octal. Default: `0600`; the agent's own default would be 0644. */
    perms?: string;
    /** Make the folders above it. Default: true. */
    createFolders?: boolean;
    /** Run after the file has changed, and not otherwise. */
    exec?: {
        /** Program and arguments, for example `["systemctl", "reload", "myapp"]`. A single text is run by a shell. */
        command: string[];
        /** How long it may take. Default: `30s`. */
        timeout?: string;
    };
}

/** A program that the agent starts, with secrets in its environment. */
export interface AgentProgram {
    /** Program and arguments. */
    command: string[];
    /** Its environment variables, each with its text. */
    env: Record<string, AgentText>;
    /** Start it again when a secret has changed. Default: true. */
    restart?: boolean;
    /** How it is asked to end before. After 30 s it is killed. Default: `SIGTERM`. */
    stopSignal?: string;
}

/** What a `VaultAgentConfig` is made from. */
export interface VaultAgentConfigArgs {
    /** Address of Vault, like `https://vault.internal:8200`. */
    address: pulumi.Input<string>;
    /** Namespace (Vault Enterprise, OpenBao). */
    namespace?: string;
    /** File with the certificates that sign Vault's own. Default: the system's. */
    caCertFile?: string;
    /** Allow `http://` to another machine, where a mesh or a tunnel encrypts. Default: false. */
    plainHttp?: boolean;
    login: AgentLogin;
    /** Files that the agent's own token is written to, for programs that ask Vault themselves. Mode 0600 unless given. Default: none. */
    sinks?: { path: string; mode?: string }[];
    /** Files to write. Not together with `program`. */
    templates?: AgentTemplate[];
    /** A program to run with secrets in its environment, in place of files. */
    program?: AgentProgram;
    /** How long a change of a static secret may take to arrive. Default: `5m`. */
    renderInterval?: string;
    /** Credentials that the templates read. The overlap of each must be longer than the interval and a reload. */
    credentials?: BlueGreenCredential[];
    /** The shortest overlap of credentials that another program rotates and the templates read. */
    overlap?: string;
    /**
     * End the agent, and its program, when Vault can't be read after many tries. Default: false: it goes on trying, and
     * what was written before stays.
     */
    exitOnFailure?: boolean;
}
