// The SDKs that the package stands on, and nothing else.
require("@pulumi/pulumi");
require("@pulumi/aws/iam");
require("@pulumi/aws/ssm");
require("@pulumi/aws/secretsmanager");
require("@pulumiverse/time");
