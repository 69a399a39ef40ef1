import type { Side } from "./compare";
import type { Kept } from "./played";
import { ratio } from "./ratio";
import { kilo, mega, seconds, table } from "./table";

/** How the cost grows with the credentials. */
export interface Growth {
    /** Where the state was, at all sizes. */
    kept: Kept;
    /** The smallest first. */
    sizes: { credentials: number; handWritten: Side; rotated: Side }[];
}

/** How much more a size costs the package than the smallest: the worse of first up and no-op preview. Null: not measured. */
export function times({ sizes }: Growth, size: number): number | null {
    const small = sizes[0].rotated;
    const large = sizes.find(({ credentials }) => credentials === size)?.rotated;
    if (large === undefined) return null;
    return Math.max(
        ratio(large.firstUpSeconds, small.firstUpSeconds),
        ratio(large.noopPreviewSeconds, small.noopPreviewSeconds),
    );
}

/** As a part of the page. */
export function growthTable({ kept, sizes }: Growth): string[] {
    return [
        `Both as they grow, with the state in ${kept === "service" ? "the service" : "files"}, and how many times what ${sizes[0].credentials} cost the package needs:`,
        table(
            ["credentials", "first up", "times", "no-op preview", "times", "state, kB", "peak memory, MB"],
            sizes.map(({ credentials, handWritten: hand, rotated: ours }) => [
                String(credentials),
                `${seconds(hand.firstUpSeconds)} / ${seconds(ours.firstUpSeconds)}`,
                ratio(ours.firstUpSeconds, sizes[0].rotated.firstUpSeconds).toFixed(1),
                `${seconds(hand.noopPreviewSeconds)} / ${seconds(ours.noopPreviewSeconds)}`,
                ratio(ours.noopPreviewSeconds, sizes[0].rotated.noopPreviewSeconds).toFixed(1),
                `${kilo(hand.stateBytes)} / ${kilo(ours.stateBytes)}`,
                `${mega(hand.peakBytes)} / ${mega(ours.peakBytes)}`,
            ]),
        ),
    ];
}
