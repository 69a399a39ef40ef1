import { ConsumerDriver } from "../contract";

/** The table of drivers, by `sort`. Each row loads its driver where it is first used, for some stand on large libraries. */
export const drivers: Record<string, () => ConsumerDriver<never>> = {};
