/** What the page of figures says beside them: seen once, and not measured anew by each run of the bench. */
export const NOTES: readonly string[] = [
    "## Other tools",
    "Two rotators from PyPI were looked at, and neither does the same job, so their times are no comparison.",
    "- `iam-credential-rotation` 0.2.2 ran on the emulator: 22 calls and 1.4 s for 10 users, on a busy machine. It makes a key for each user below a path and writes all secrets to a file or the terminal. It deletes the older of two keys without a look at its use, logs in with no new key, publishes nothing, and stops at 20 users.",
    "- `aws-key-rotate` 0.1.2 was read in part and not run: it asks questions at the terminal and rotates the key of the profile that it runs as, in the local credentials file.",
    "## What a large rotation costs",
    "On a backend of its own (`file://`, S3) the engine writes the whole state before and after each step: a run costs state size × steps. The steps of a rotation are six: ledger, new key, three parameters, record; a hand-written stack that publishes a new key has all of these but the ledger. The row with one checkpoint at the end tells what is left without this writing; nobody should run so, for a run that ends early would forget what it made. In a processor profile of the engine (`pulumi up --profiling`) in a rotation of 40, 66 of 100 samples were in its snapshot manager, of these two thirds in turning the state into JSON and writing it. Hence few resources and short closures for each credential, and one trigger for all credentials of a schedule. `stagger` spreads the credentials of a schedule over days, so that few rotate in one run.",
    "## Time to the first rotation",
    "`npm run demo` prints how long the set-up took. From nothing, on two processors and with package registries only, all parts of the engine but Vault's server were there after 6 min 58 s. Where everything is there, the check of engine, packages and program takes less than 0.1 s; starting the emulators comes on top and was not measured apart.",
];
