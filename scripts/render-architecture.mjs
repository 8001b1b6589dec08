import { houses } from './read-imports.mjs';

/** Folders of rooms, the inner ones first. */
const floors = ['lambdas/shared', 'cli/commands', 'lambdas', 'lib', 'local', 'cli'];

export function roomOf(file) {
  const floor = floors.find((folder) => file.startsWith(`${folder}/`));
  if (!floor) return file.split('/', 1)[0];
  const [name] = file.slice(floor.length + 1).split('/');
  return `${floor}/${name}`;
}

export function betweenRooms(imports, fold = roomOf) {
  const found = new Map();
  for (const { from, to } of imports) {
    const pair = { from: fold(from), to: fold(to) };
    if (pair.from !== pair.to) found.set(`${pair.from} ${pair.to}`, pair);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

export function findCircle(imports) {
  const done = new Set();
  const walk = (room, above) => {
    if (above.includes(room)) return [...above.slice(above.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const { to } of imports.filter(({ from }) => from === room)) {
      const circle = walk(to, [...above, room]);
      if (circle) return circle;
    }
    done.add(room);
    return undefined;
  };
  for (const { from: room } of imports) {
    const circle = walk(room, []);
    if (circle) return circle;
  }
  return undefined;
}

const houseOf = (file) => file.split('/', 1)[0];
/** The functions know nothing of each other, so they are one box over what they share. */
const inLambdas = (file) => {
  const room = roomOf(file);
  return room.startsWith('lambdas/') && !room.startsWith('lambdas/shared/') ? 'lambdas: each function' : room;
};

export function renderArchitecture(files, imports) {
  const circle = findCircle(betweenRooms(imports));
  if (circle) throw new Error(`Expected rooms without a circle, found ${circle.join(' → ')}.`);
  const sheets = [{ title: 'The houses', rooms: houses, pairs: betweenRooms(imports, houseOf) }];
  for (const house of houses) {
    const inside = (file) => houseOf(file) === house;
    const rooms = [...new Set(files.filter(inside).map(inLambdas))];
    if (rooms.length < 2) continue;
    const own = imports.filter(({ from, to }) => inside(from) && inside(to));
    sheets.push({ title: `\`${house}/\``, rooms, pairs: betweenRooms(own, inLambdas) });
  }
  return sheets.map(sheet).join('\n');
}

/** Mermaid puts each box below all that point at it; boxes in the order of their floors keep the lines apart. */
function sheet({ title, rooms, pairs }) {
  const floor = floorsOf(rooms, pairs);
  const order = [...rooms].sort((a, b) => floor.get(a) - floor.get(b) || (a < b ? -1 : 1));
  const boxes = order.map((room) => `  ${idOf(room)}["${room}"]`);
  const arrows = pairs.map(({ from, to }) => `  ${idOf(from)} --> ${idOf(to)}`);
  return `${title}:\n\n\`\`\`mermaid\nflowchart TB\n${[...boxes, ...arrows].join('\n')}\n\`\`\`\n`;
}

/** How many rooms stand above a room at most; what nothing imports is on the floor 0. */
function floorsOf(rooms, pairs) {
  const floors = new Map();
  const floorOf = (room) => {
    if (!floors.has(room)) {
      const above = pairs.filter(({ to }) => to === room);
      floors.set(room, Math.max(0, ...above.map(({ from }) => floorOf(from) + 1)));
    }
    return floors.get(room);
  };
  for (const room of rooms) floorOf(room);
  return floors;
}

// `end` and `graph` are words of Mermaid; with a letter before, no name is one.
const idOf = (room) => `r_${room.replace(/[^a-z0-9]+/gi, '_')}`;

const markers = ['<!-- What follows is written by npm run docs:architecture. -->', '<!-- Down to here. -->'];

export function withPicture(page, picture) {
  const [start, end] = markers.map((marker) => page.indexOf(marker));
  if (start < 0 || end < start)
    throw new Error(`Expected the lines ${markers.join(' and ')}, found one of them missing.`);
  return `${page.slice(0, start + markers[0].length)}\n\n${picture}\n${page.slice(end)}`;
}
