import type { Import } from './read-imports.mjs';

/** The room that a file lies in; a file that lies loose beside rooms is one by itself. */
export function roomOf(file: string): string;

/** Imports between rooms, each once. */
export function betweenRooms(imports: readonly Import[], fold?: (file: string) => string): Import[];

/** Rooms that import each other in a circle, the first one again at the end; `undefined` where there is none. */
export function findCircle(imports: readonly Import[]): string[] | undefined;

/**
 * A flowchart for the houses and one for each house of several rooms.
 *
 * @throws Error where rooms form a circle, since then not all arrows can point down
 */
export function renderArchitecture(files: readonly string[], imports: readonly Import[]): string;

/** The page with what stands between its two markers. @throws Error where a marker is missing */
export function withPicture(page: string, picture: string): string;
