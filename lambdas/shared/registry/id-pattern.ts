/** What an id of the registry looks like; the schemas say the same. What looks otherwise is in no record. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._:=~-]{0,127}$/;
