/** The parts that need no Pulumi, for programs that only look: `pulumi-credential-rotation/plain`. */
export { usesOfAccessKey } from "./audit/accessKeyUses";
export { TRAIL_LIMITS, type KeyUse } from "./audit/trail";
export type { AwsSettings } from "./aws/settings";
export { agentFor, outward } from "./network";
export { asWritten, DEFAULT_ANCHOR, parseMoment, readCalendar, rfc3339, windowAt } from "./rotation/calendar";
export type { Calendar, ScheduleArgs, Window } from "./rotation/calendar";
export { describe, parseDuration, toMilliseconds } from "./rotation/duration";
export { schedules, type ScheduleName } from "./rotation/presets";
export { isReserved, PLACES, type Place } from "./stores/places";
export { DECISIONS_FILE, tell, type Told } from "./rotation/tell";
export { otherSlot } from "./rotation/types";
export type { Ledger, Phase, Reason, Slot, SlotState } from "./rotation/types";
