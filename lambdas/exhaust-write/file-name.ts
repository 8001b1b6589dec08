/** Longest part of a name that comes from a request. */
const maxLength = 100;

/** `<subject>_<kind>_<yyyyMMdd>.<extension>`, with nothing of a request in it that could be another folder. */
export function fileName(subject: string, kind: string, day: string, extension: string): string {
  const safe = subject.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, maxLength);
  return `${safe}_${kind}_${day.replaceAll('-', '')}.${extension}`;
}
