/** What the page of figures says beside them: seen once, and not measured anew by each run of the bench. */
export const NOTES: readonly string[] = [
    "## Other tools",
    "What registries have was searched for rotators of AWS keys, logins and secrets. None does the same job, so their times are no comparison. Three from PyPI ran on the emulator, one after the other on a busy machine; none of them publishes to a store, or tries a new key before it hands it out.",
    [
        "| tool | outcome |",
        "| --- | --- |",
        "| PyPI `aws-key-rotator` 0.1.2 | ran: 5 profiles, 15 calls, 6 s each; 12 s each at an AWS that knows a key after 8 s, for it tries with the new key until that may disable the old one. Writes the local credentials file before the key works, and disables the old key in the same run |",
        "| PyPI `aws-rotate` 0.0.3 | ran: 5 profiles, 10 calls, 3 s each. Deletes the old key at once: at an AWS that knows a key after 8 s nobody has a key that works meanwhile |",
        "| PyPI `iam-credential-rotation` 0.2.2 | ran: 10 users, 22 calls, 1.4 s. Writes all secrets to a file or the terminal, deletes the older of two keys without a look at its use, stops at 20 users |",
        "| PyPI `aws-key-rotate` 0.1.2 | read in part, not run: asks at the terminal, and rotates the key that it runs as |",
        "| PyPI `awsrotatekey` 5.0, `keyup` 1.3.1 | cannot run: the one is written for Python 2, the other cannot be installed on Python 3.11 |",
        "| npm | among the packages that are used most, none rotates a credential: those of that name rotate pictures and logs, or sign with keys that rotate |",
        "| Go | `aws-iam-key-rotator`, `cloud-key-rotator`, `aws-rotate-key`: the module proxy at hand did not give them out |",
        "| Infisical, Doppler, Akeyless, Pulumi ESC, Secrets Manager | services: there is nothing to get from a registry that rotates by itself |",
        "| Vault's static roles | run here, as [a part of this package](vault.md): Vault rotates, one password without an overlap |",
    ].join("\n"),
    "## What a large rotation costs",
    "The steps of a rotation are six: ledger, new key, three parameters, record; a hand-written stack that publishes a new key has all of these but the ledger. What a step costs beside its calls to AWS depends on where the state is:",
    [
        "- **In a service** like Pulumi Cloud, the default of `pulumi login`, the engine tells before and after each step what changes, in batches. A step waits for two answers, and for a third where it has a new secret that the service encrypts; steps that do not depend on each other wait together. A run that is killed loses nothing that was told.",
        "- **In files** (`file://`, S3 and other object stores) the engine writes the whole state before and after each step: a run costs state size × steps. In a processor profile of the engine (`pulumi up --profiling`) in a rotation of 40, 66 of 100 samples were in its snapshot manager, of these two thirds in turning the state into JSON and writing it.",
        "- **In files with one checkpoint at the end** (`PULUMI_SKIP_CHECKPOINTS`) is measured to tell what is left without this writing. Nobody should run so, for a run that ends early forgets what it made.",
    ].join("\n"),
    "Hence few resources and short closures for each credential, and one trigger for all credentials of a schedule. Most of a step is waiting, for AWS, for the service, and for a new key to be known; the engine takes four steps at once for each processor. `pulumi up --parallel 64` (or `PULUMI_PARALLEL=64`) lets more of a large rotation wait together, where the state is in a service. With a backend of your own, `stagger` spreads the credentials of a schedule over days, so that few rotate in one run, and several stacks with fewer credentials each have smaller states.",
    "## Time to the first rotation",
    "`npm run demo` prints how long the set-up took, and when the first rotation was on the screen. From nothing, on two processors and with package registries only, all parts of the engine but Vault's server were there after 6 min 58 s. Where everything is there, on 2026-11-26 and on two processors that others shared: set-up with emulators, PostgreSQL, Vault and stack 4.7 s, the first rotation of nine credentials after 23.8 s, the whole half year in 80.5 s.",
];
