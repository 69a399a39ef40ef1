import { PolicyPack } from "@pulumi/policy";
import { policies } from "./policies";

/** The rotation checklist; docs/policy.md lists the policies and their settings. */
new PolicyPack("credential-rotation", { policies, enforcementLevel: "mandatory" });
