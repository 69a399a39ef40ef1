/** Asks people. */
export interface Prompts {
    input(question: { message: string; default?: string; validate?: (text: string) => true | string }): Promise<string>;
    select<T>(question: { message: string; choices: { name: string; value: T }[] }): Promise<T>;
    confirm(question: { message: string; default?: boolean }): Promise<boolean>;
}

/**
 * Questions on standard error, so that nothing but the answer comes to standard output; where that is no terminal, on
 * standard output, unless the answer is JSON. Undefined where nobody could see or answer a question.
 */
export async function promptsOf(json: boolean): Promise<Prompts | undefined> {
    const output = [process.stderr, ...(json ? [] : [process.stdout])].find(({ isTTY }) => isTTY);
    if (output === undefined || !process.stdin.isTTY) return undefined;
    const { input, select, confirm } = await import("@inquirer/prompts");
    return {
        input: (question) => input(question, { output }),
        select: (question) => select(question, { output }),
        confirm: (question) => confirm(question, { output }),
    };
}
