import { engineSuite } from "../../support/harness";
import { everyKind } from "./abreast/every";
import { PATIENCE_MS } from "./abreast/play";
import { ONLY_DELETED, WITH_RETENTION } from "./abreast/stages";
import { nothingYet } from "./figures";
import { WHENS } from "./kinds/line";

const figures = nothingYet();
const PLANS = {
    kept: { stages: WITH_RETENTION, whats: WHENS },
    deleted: { stages: ONLY_DELETED, whats: WHENS },
};

/*
 * SIGKILL to engine, providers and program at each call that a run makes, to AWS, PostgreSQL, Vault and vendors alike,
 * before the server acts, after it did and before its reply, and just after its reply.
 */
engineSuite("killed at every call", (suite) => everyKind(suite, figures, PLANS), PATIENCE_MS);
