import { clockFaults, mishaps, uses } from "./events";
import { walk } from "./explore";
import { adopting, nothing, onlyDeletes, withConsumer, World } from "./world";

/** `WALK=deep npm test -- --only unit` goes on from every state; it takes some minutes. */
const deep = process.env.WALK === "deep";

const withUses = (world: World) => [...mishaps(world), ...uses(world)];

/** The beginnings from which every state is visited. */
export const WALKS = {
    "from nothing, with kills and mishaps": () => walk([nothing()], mishaps, { faults: 2, deep }),
    "from nothing, with kills and wrong clocks": () => walk([nothing()], clockFaults, { faults: 2, deep }),
    "from a key that exists, with kills and mishaps": () =>
        walk([adopting("current"), adopting("previous")], mishaps, { faults: deep ? 2 : 1, deep }),
    "at a vendor that can only delete, with kills and mishaps": () =>
        walk([onlyDeletes()], mishaps, { faults: 2, deep }),
    "with a consumer that is told and others that are not, with kills and mishaps": () =>
        walk([withConsumer(nothing())], withUses, { faults: deep ? 2 : 1, deep }),
    "the same at a vendor that can only delete": () =>
        walk([withConsumer(onlyDeletes())], withUses, { faults: deep ? 2 : 1, deep }),
};
