/**
 * A text of somebody else for a sentence: on one line, and without signs that a terminal obeys or that let a line of a CI's
 * log begin anew.
 */
export function singleLine(text: string): string {
    return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}
