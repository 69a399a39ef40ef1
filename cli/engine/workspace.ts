import { existsSync } from "node:fs";
import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, Stack, StackNotFoundError } from "@pulumi/pulumi/automation";
import { UserError } from "../exitCodes";
import { inOwnSession } from "../stopping/pulumi";
import { commandStop } from "../stopping/watch";
import type { StateResource } from "../state/resource";

/** Options that every command takes. */
export interface Place {
    /** Directory with Pulumi.yaml. Default: this one. */
    cwd: string;
    /** Default: the selected stack. */
    stack?: string;
    /** Name of the project where there is no Pulumi.yaml, as with an inline program of the Automation API. */
    project?: string;
}

const SETTINGS = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * Opens a stack that exists. Where its program is an inline one of somebody else, only what looks works, for there is
 * nothing to run here.
 *
 * @throws UserError that says which stack is missing, and what to do
 */
export async function openStack({ cwd, stack, project }: Place): Promise<Stack> {
    const workDir = path.resolve(cwd);
    const hasProject = isProject(workDir);
    if (project === undefined)
        checkProject(workDir, ". For an inline program of the Automation API give --project and --stack");
    try {
        if (!hasProject && project !== undefined) {
            if (stack === undefined) throw new UserError("--project needs --stack too");
            const args = { stackName: stack, projectName: project, program: nothingToRun };
            return await LocalWorkspace.selectStack(args, { pulumiCommand: await ownPulumi() });
        }
        const pulumiCommand = await ownPulumi();
        const stackName = stack ?? (await selected(workDir, pulumiCommand));
        return await LocalWorkspace.selectStack({ stackName, workDir }, { pulumiCommand });
    } catch (error) {
        if (!(error instanceof StackNotFoundError)) throw error;
        throw new UserError(
            `there is no stack ${JSON.stringify(stack ?? "")} in this backend; pulumi stack ls shows those that are, ` +
                `credential-rotation init makes one`,
        );
    }
}

function isProject(workDir: string): boolean {
    return SETTINGS.some((name) => existsSync(path.join(workDir, name)));
}

/** @throws UserError where the directory is none of a project */
export function checkProject(cwd: string, more = ""): void {
    const workDir = path.resolve(cwd);
    if (isProject(workDir)) return;
    throw new UserError(`${workDir} has no Pulumi.yaml; go to the stack's directory or name it with --cwd${more}`);
}

/** The stack that is selected in a project's directory; undefined where none is. */
export async function selectedStack(cwd: string, pulumiCommand?: PulumiCommand): Promise<string | undefined> {
    const command = pulumiCommand ?? (await ownPulumi());
    const workspace = await LocalWorkspace.create({ workDir: path.resolve(cwd), pulumiCommand: command });
    return (await workspace.stack())?.name;
}

/** The `pulumi` of this command: what it runs ends with it. */
export async function ownPulumi(): Promise<PulumiCommand> {
    return inOwnSession(await PulumiCommand.get(), commandStop());
}

async function selected(workDir: string, pulumiCommand: PulumiCommand): Promise<string> {
    const found = await selectedStack(workDir, pulumiCommand);
    if (found) return found;
    throw new UserError(
        "no stack is selected; name one with --stack, run pulumi stack select, or make one with credential-rotation init",
    );
}

async function nothingToRun(): Promise<never> {
    throw new UserError("this stack's program is not here: run it where it is");
}

/** The resources of a stack's state. Secrets stay encrypted in it. */
export async function resourcesOf(stack: Stack): Promise<StateResource[]> {
    const { deployment } = await stack.exportStack();
    return ((deployment as { resources?: StateResource[] } | undefined)?.resources ?? []) as StateResource[];
}

/** The name of a stack as URNs have it. */
export function plainName(stack: string): string {
    return stack.split("/").at(-1) ?? stack;
}
