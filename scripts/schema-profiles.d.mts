export function readSchemas(): object[];
