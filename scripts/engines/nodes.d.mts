/** Its program, in the folder where it was installed. */
export function programIn(folder: string): string;
