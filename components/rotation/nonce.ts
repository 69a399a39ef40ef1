/** What asks for a rotation; nothing does where the value is empty, as it is where somebody cleared it. */
export function nonceOf(rotate: unknown): string | undefined {
    if (rotate === undefined || rotate === null) return undefined;
    const text = String(rotate);
    return text.trim() === "" ? undefined : text;
}
