/** Where a token is looked up in each run; exactly one of these. */

export interface VaultTokenSource {
    /** Name of an environment variable. */
    env?: string;
    /** Key of the stack's configuration with its namespace, for example `myapp:vaultToken`; set it with --secret. */
    config?: string;
    /** File that holds the token, as Vault Agent's sink writes one. */
    file?: string;
    /** True where none is sent: a Vault Agent or Proxy at the address adds its own (`use_auto_auth_token`). */
    autoAuth?: boolean;
}

/** How Vault is reached. Public: it may stand in the state. The token never does. */
export interface VaultSettings {
    /** Address, like `https://vault.internal:8200`. Default: config `vault:address`, else VAULT_ADDR. */
    address?: string;
    /** Namespace (Vault Enterprise, OpenBao). Default: config `vault:namespace`, else VAULT_NAMESPACE. */
    namespace?: string;
    /** File with the certificates (PEM) that sign Vault's own. Default: config `vault:caCertFile`, else VAULT_CACERT, else the system's. */
    caCertFile?: string;
    /** Where the token is looked up. Default: config `vault:token`, else VAULT_TOKEN, else the file `~/.vault-token`. */
    tokenFrom?: VaultTokenSource;
    /** Allow `http://` to another machine, where a mesh or a tunnel encrypts. Default: false. */
    plainHttp?: boolean;
    /** Folder with such files. Default: config `vault:caCertDir`, else VAULT_CAPATH. */
    caCertDir?: string;
    /** File with the certificate (PEM) that is shown to Vault. Default: config `vault:clientAuth`, else VAULT_CLIENT_CERT. */
    clientCertFile?: string;
    /** File with its key (PEM). Default: config `vault:clientAuth`, else VAULT_CLIENT_KEY. */
    clientKeyFile?: string;
    /** Name in Vault's certificate, where the address has another. Default: config `vault:tlsServerName`, else VAULT_TLS_SERVER_NAME. */
    tlsServerName?: string;
    /** Take any certificate: whoever stands in between gets the token. Default: config `vault:skipTlsVerify`, else VAULT_SKIP_VERIFY, else false. */
    skipTlsVerify?: boolean;
}

/** What is looked up when a request is made, and never written down. */
export interface Environment {
    /** The stack's configuration, by full key. */
    config(key: string): string | undefined;
    env: NodeJS.ProcessEnv;
}
