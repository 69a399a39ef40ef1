import { at } from "../../../engine/support/story";

/** A run of a credential's life, by when it is due: days and hours after the rotation before it was. */
export type Stages = Record<string, readonly [days: number, hours: number]>;

/** Kinds whose previous credential is disabled after the overlap, and deleted after the retention. */
export const WITH_RETENTION: Stages = { rotation: [0, 0], disabling: [1, 2], deleting: [3, 0] };

/** Kinds whose previous credential can only be deleted: that is when the overlap is over. */
export const ONLY_DELETED: Stages = { rotation: [0, 0], deleting: [1, 2] };

/** When a stage of the rotation of a day is due. */
export function due(stages: Stages, stage: string, day: number): string {
    const [days, hours] = stages[stage];
    return at(day + days, hours);
}
