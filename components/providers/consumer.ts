/** What the engine keeps of a consumer. */
interface Inputs {
    sort: string;
    title: string;
    /** JSON of the driver's settings. */
    settings: string;
    generation: number;
    slot: string;
    again?: string;
}

/** Another release, or a consumer that is reached otherwise: it is to be moved again. */
const COMPARED = ["sort", "settings", "generation", "slot"] as const;

/** Never a replacement: there is nothing to delete at a consumer. */
export function diff(_id: string, olds: Inputs, news: Inputs) {
    const asked = news.again !== undefined && news.again !== olds.again;
    const changes = asked || COMPARED.some((name) => olds[name] !== news[name]);
    return { changes, replaces: [], deleteBeforeReplace: false };
}

export function create(inputs: Inputs) {
    return { id: inputs.sort, outs: inputs };
}

export function update(_id: string, _olds: Inputs, news: Inputs) {
    return { outs: news };
}
