import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../shared/moduleResource";

/** What one text is made from. */
export interface TextDocumentArgs {
    /** Which service: a row in the table of providers/textDocument.ts. */
    service: "gcpSecretManager" | "azureKeyVault";
    /** Public settings of the service, with the name. */
    settings: object;
    /** As whom it is written. Secret. */
    management: pulumi.Input<string>;
    /** Secret. */
    text: pulumi.Output<string>;
    overwrite: boolean;
}

/** A text that a service keeps under a name. What happens to it is in providers/textDocument.ts. */
export class TextDocument extends ModuleResource {
    constructor(name: string, args: TextDocumentArgs, opts: pulumi.CustomResourceOptions) {
        const { settings, management, text, ...rest } = args;
        const secrets = { management: pulumi.secret(management), text: pulumi.secret(text) };
        const props = { ...rest, settings: JSON.stringify(settings), ...secrets };
        super("pulumi-credential-rotation/text-document", "rotation:TextDocument", name, props, {
            ...opts,
            additionalSecretOutputs: ["management", "text"],
        });
    }
}
