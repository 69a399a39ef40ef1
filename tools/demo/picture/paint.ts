/** Colours for the terminal, or none of them. */
export type Colour = "blue" | "green" | "red" | "yellow" | "bold" | "dim";

const CODES: Record<Colour, [number, number]> = {
    blue: [94, 39],
    green: [92, 39],
    red: [91, 39],
    yellow: [93, 39],
    bold: [1, 22],
    dim: [2, 22],
};

/** Paints a text. */
export type Paint = (text: string, ...colours: Colour[]) => string;

/** A brush that paints, or one that leaves the text as it is. */
export function brush(colourful: boolean): Paint {
    if (!colourful) return (text) => text;
    return (text, ...colours) =>
        colours.reduce((inner, colour) => `\x1b[${CODES[colour][0]}m${inner}\x1b[${CODES[colour][1]}m`, text);
}

/** Colours are for a terminal whose owner did not say no (https://no-color.org). */
export function wantsColour(isTty: boolean, env: Record<string, string | undefined>): boolean {
    return isTty && !env.NO_COLOR && env.TERM !== "dumb";
}
