/** What a place is, in a `location` and in a device. */
export const placeFields = [
  'countrycode',
  'country',
  'statecode',
  'state',
  'city',
  'statecustomcode',
  'statecustomname',
  'districtcustom',
] as const;
