/** The parts that need no Pulumi, for programs that only look: `pulumi-credential-rotation/plain`. */
export { usesOfAccessKey } from "./clients/cloudTrail/accessKeyUses";
export { TRAIL_LIMITS, type KeyUse } from "./clients/cloudTrail/trail";
export { configuredSettings, type AwsSettings } from "./clients/aws/settings";
export { agentFor, outgoing } from "./clients/network";
export { asWritten, DEFAULT_ANCHOR, parseMoment, readCalendar, rfc3339, windowAt } from "./schedule/calendar";
export type { Calendar, ScheduleArgs, Window } from "./schedule/calendar";
export { formatDuration, parseDuration, toMilliseconds } from "./schedule/duration";
export { schedules, type ScheduleName } from "./schedule/presets";
export { isReserved, LOCATIONS, type Location } from "./stores/locations";
export { DECISIONS_FILE, recordDecision, type DecisionRecord } from "./rotation/decisionLog";
export { otherSlot } from "./decision/types";
export type { Ledger, Phase, Reason, Slot, SlotState } from "./decision/types";
