import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { awaited } from "../shared/pulumiOutputs";
import { runLocal } from "../shared/runScope";

/** What was registered, as this package wrote it. */
interface Registration {
    parent?: pulumi.Resource;
    opts: pulumi.CustomResourceOptions;
}

const registrations = runLocal(() => new Map<string, Registration[]>());
const guard = runLocal(() => ({ isOn: false }));

/**
 * Options under which a credential's resources keep what this package sets for them, whatever transforms do: each gate and
 * each deletion of a rotation depends on an option. The first transformation of the component sees every child as it was
 * written; the last transform of the stack restores it, in the engine.
 *
 * Other options that a transform sets stay, `ignoreChanges` of tags among them.
 */
export function withOwnOptions(opts: pulumi.ComponentResourceOptions = {}): pulumi.ComponentResourceOptions {
    return { ...opts, transformations: [remember, ...(opts.transformations ?? [])] };
}

/**
 * Once a run, before any child is registered. The engine applies transforms in the order in which it hears of them; that it
 * knows the component shows that it knows those that the program registered before.
 */
export async function keepOwnOptions(component: pulumi.ComponentResource): Promise<void> {
    await awaited(component.urn);
    if (guard().isOn) return;
    guard().isOn = true;
    restoreOwnOptions();
}

function remember({ type, name, opts }: pulumi.ResourceTransformationArgs): undefined {
    const known = registrations();
    const place = `${type}::${name}`;
    known.set(place, [...(known.get(place) ?? []), { parent: opts.parent, opts: { ...opts } }]);
}

function restoreOwnOptions(): void {
    const known = registrations(); // the engine calls from outside of the run
    try {
        pulumi.runtime.registerResourceTransform(async (args) => {
            const own = await registrationOf(args, known.get(`${args.type}::${args.name}`) ?? []);
            const opts = own && (await restored(own, args.opts));
            return opts && { props: args.props, opts };
        });
    } catch (error) {
        // Mocks have neither transforms nor an engine that would apply them.
        if (!String(error).includes("does not support transforms")) throw error;
    }
}

async function registrationOf(
    { opts }: pulumi.ResourceTransformArgs,
    namesakes: Registration[],
): Promise<pulumi.CustomResourceOptions | undefined> {
    const parent = namesakes.length > 0 ? await urnOf(opts.parent) : undefined;
    for (const namesake of namesakes) if ((await urnOf(namesake.parent)) === parent) return namesake.opts;
    return undefined;
}

/** The options as they must be, or nothing where they are. */
async function restored(
    own: pulumi.CustomResourceOptions,
    found: pulumi.CustomResourceOptions,
): Promise<pulumi.CustomResourceOptions | undefined> {
    const { dependsOn, ...rest } = mustBe(own, found);
    const wrong = Object.entries(rest).filter(([name, value]) => !isSame(value, found[name as keyof typeof found]));
    const before = await resourcesIn(dependsOn);
    const [wanted, given] = await Promise.all([before, await resourcesIn(found.dependsOn)].map(urnsOf));
    const isOrdered = wanted.every((urn) => given.includes(urn));
    if (wrong.length === 0 && isOrdered) return undefined;
    const order = [...before, ...(await resourcesIn(found.dependsOn))];
    return { ...found, ...Object.fromEntries(wrong), dependsOn: order };
}

/** What of the options is this package's, where a resource sets it. */
function mustBe(own: pulumi.CustomResourceOptions, found: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    const { protect, retainOnDelete, deleteBeforeReplace, hooks, dependsOn } = own;
    const tags = (found.ignoreChanges ?? []).filter((path) => path.startsWith("tags"));
    const always = {
        ignoreChanges: [...new Set([...(own.ignoreChanges ?? []), ...tags])],
        replaceOnChanges: own.replaceOnChanges ?? [],
    };
    const set = {
        protect,
        retainOnDelete,
        deleteBeforeReplace,
        dependsOn,
        hooks: hooks && withOthers(hooks, found.hooks),
    };
    return { ...always, ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) };
}

type Hooks = pulumi.ResourceHookBinding;

/** Ours run first; those that somebody else added stay. */
function withOthers(own: Hooks, found: Hooks = {}): Hooks {
    const steps = new Set([...Object.keys(own), ...Object.keys(found)]) as Set<"beforeCreate">;
    const named = (hooks: Hooks, step: "beforeCreate") => (hooks[step] ?? []) as pulumi.ResourceHook[];
    const merged = [...steps].map((step) => {
        const ours = named(own, step);
        const others = named(found, step).filter(({ name }) => !ours.some((hook) => hook.name === name));
        return [step, [...ours, ...others]] as const;
    });
    return Object.fromEntries(merged.filter(([, hooks]) => hooks.length > 0));
}

function isSame(wanted: unknown, found: unknown): boolean {
    return isDeepStrictEqual(plain(wanted), plain(found));
}

/** Hooks by their names; an empty list is none. */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => (item as { name?: string }).name ?? item);
    if (typeof value !== "object" || value === null) return value;
    const lists = Object.entries(value).map(([step, list]) => [step, plain(list)] as const);
    return Object.fromEntries(lists.filter(([, list]) => !Array.isArray(list) || list.length > 0));
}

async function resourcesIn(dependsOn: pulumi.ResourceOptions["dependsOn"]): Promise<pulumi.Resource[]> {
    return [(await awaited(pulumi.output(dependsOn ?? []))) as pulumi.Resource | pulumi.Resource[]].flat();
}

async function urnsOf(resources: pulumi.Resource[]): Promise<(string | undefined)[]> {
    return Promise.all(resources.map(urnOf));
}

async function urnOf(resource?: pulumi.Resource): Promise<string | undefined> {
    return resource && awaited(resource.urn);
}
