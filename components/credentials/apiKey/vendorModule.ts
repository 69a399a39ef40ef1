import { projectFolder } from "../../shared/installed";
import { loadFromProject } from "../../shared/projectModule";
import { ApiKeyVendor } from "./vendor";

/** What a module with vendors of its own exports. */
export interface VendorModule {
    /** The vendors by their ids. */
    rotationVendors: Record<string, ApiKeyVendor<never>>;
}

/** Ids of the package's own vendors: those without a module. */
export const OWN_VENDORS = ["stripe", "sendgrid", "datadog", "cloudflare", "entra"] as const;

/** How states name a vendor: by its id in the package's table, or by its module and the id there. */
export function referenceTo({ id, module }: ApiKeyVendor<never>): string {
    return module === undefined ? id : `${module}#${id}`;
}

/**
 * The vendor that a reference with a module names; undefined for one of the package's own.
 *
 * @param folder the project's. Default: the current directory, as where the engine runs a deletion
 * @throws Error that says what to install, or what the module lacks
 */
export function vendorOfModule(reference: string, folder?: string): ApiKeyVendor<object> | undefined {
    const at = reference.lastIndexOf("#");
    if (at < 0) return undefined;
    const [module, id] = [reference.slice(0, at), reference.slice(at + 1)];
    const { rotationVendors } = (loadFromProject(module, folder) ?? {}) as Partial<VendorModule>;
    const found = rotationVendors?.[id];
    if (found !== undefined) return found as ApiKeyVendor<object>;
    throw new Error(
        `${JSON.stringify(module)} has no vendor ${JSON.stringify(id)}; expected it to export rotationVendors = { ${id} }, with ` +
            `the vendor under its id`,
    );
}

/**
 * Makes sure that a vendor will be found again when one of its keys is to be deleted, maybe without the program.
 *
 * @param credential what is about to be made, for the sentence
 * @param folder where the engine looks. Default: the project's folder; in an inline program only `module` is checked
 * @throws Error that says what the vendor's author has to do
 */
export function checkFindable(
    credential: string,
    vendor: ApiKeyVendor<never>,
    folder: string | undefined = projectFolder(),
): void {
    const { id, module } = vendor;
    if (module === undefined) {
        if ((OWN_VENDORS as readonly string[]).includes(id)) return;
        throw new Error(
            `${credential}: the vendor ${JSON.stringify(id)} has no module; expected the name of the module that exports ` +
                `rotationVendors = { ${id} }: a deletion finds the vendor by it, without this program`,
        );
    }
    if (folder === undefined) return;
    try {
        vendorOfModule(referenceTo(vendor), folder);
    } catch (error) {
        throw new Error(
            `${credential}: vendor ${JSON.stringify(id)}: ${(error as Error).message}. Nothing was changed`,
        );
    }
}
