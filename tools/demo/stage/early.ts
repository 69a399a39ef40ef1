import { startMoto } from "../../../test/support/aws/moto/process";
import { ACCOUNT } from "../../../test/support/aws/moto/account";

/** The emulator, which comes up while the rest of the demo is being loaded. */
export const moto = startMoto(process.env.MOTO_PYTHON ?? "python3", ACCOUNT);
moto.catch(() => undefined); // told to whoever waits for it
