import { InvalidArgumentError } from "commander";

/** Reads a whole number of a range. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (/^\d+$/.test(text) && value >= least && value <= most) return value;
        throw new InvalidArgumentError(`${option}: expected a whole number from ${least} to ${most}.`);
    };
}
