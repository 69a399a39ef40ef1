/** The account that an emulated AWS has if none is asked for. */
export const ACCOUNT = "123456789012";
