/** To three digits after the point. */
export function ratio(a: number, b: number): number {
    return Math.round((a / b) * 1000) / 1000;
}
