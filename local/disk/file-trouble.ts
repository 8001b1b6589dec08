/** Codes of Node for what a file system refuses, as a person says them; to be read after "found". */
const words: Readonly<Record<string, string>> = {
  EACCES: 'no permission for it',
  EEXIST: 'something else of that name',
  EISDIR: 'a folder',
  ELOOP: 'a link that leads in a circle',
  ENAMETOOLONG: 'a name that is too long',
  ENOENT: 'none',
  ENOSPC: 'a disk that is full',
  ENOTDIR: 'a file where a folder is expected',
  EPERM: 'no permission for it',
  EROFS: 'a disk that is read-only',
};

/** What stands in the way of reading or writing a path, in words; the error's own where there are no better ones. */
export function fileTrouble(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return words[code] ?? message;
}
