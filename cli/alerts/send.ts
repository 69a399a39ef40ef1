import type { Alert, Channel } from "./alert";

/** An alert that did not arrive. */
export interface Undelivered {
    channel: string;
    occasion: Alert["occasion"];
    error: string;
}

/**
 * Sends every alert over every channel that wants it, side by side. One that fails keeps none of the others from it,
 * and never the result of the run: the failures are returned, not thrown.
 */
export async function send(alerts: Alert[], channels: Channel[]): Promise<Undelivered[]> {
    const sent = channels.map(async (channel) => {
        const failed: Undelivered[] = [];
        for (const alert of alerts.filter((one) => wanted(one, channel))) {
            try {
                await channel.send(alert);
            } catch (error) {
                failed.push({ channel: channel.title, occasion: alert.occasion, error: (error as Error).message });
            }
        }
        return failed;
    });
    return (await Promise.all(sent)).flat();
}

function wanted({ occasion, state }: Alert, { occasions, closes }: Channel): boolean {
    return occasions.includes(occasion) && (state !== "over" || closes);
}
