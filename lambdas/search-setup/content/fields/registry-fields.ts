import { type Fields, keyword, keywords, number, object, times, wordy } from './field-types.js';

const placeFields = keywords('state', 'district');

const contentFields = {
  name: wordy,
  ...keywords('objecttype', 'contenttype', 'mediatype', 'mimetype', 'createdby', 'createdfor', 'framework', 'status'),
  ...keywords('channel', 'board', 'medium', 'gradelevel', 'subject', 'language', 'keywords', 'questiontype'),
  pkgversion: number,
  ...times('lastsubmittedon', 'lastupdatedon', 'lastpublishedon'),
};

/** What enrichment adds from the registry, under Sunbird's names. */
export const registryFields: Fields = {
  devicedata: object({
    ...keywords('country', 'countrycode', 'iso3166statecode', 'state', 'statecode', 'statecustomcode'),
    ...keywords('statecustomname', 'districtcustom', 'city'),
    ...times('firstaccess'),
    userdeclared: object(placeFields),
    uaspec: object(keywords('agent', 'ver', 'system', 'platform')),
    devicespec: object(keywords('os', 'make', 'id')),
  }),
  userdata: object({
    ...placeFields,
    ...keywords('usertype', 'usersubtype', 'usersignintype', 'userlogintype', 'block', 'cluster', 'schoolname'),
    ...keywords('grade', 'language', 'subject'),
  }),
  contentdata: object(contentFields),
  collectiondata: object(contentFields),
  l2data: object(contentFields),
  dialcodedata: object({
    ...keywords('identifier', 'channel', 'batchcode', 'publisher', 'status'),
    ...times('generatedon', 'publishedon'),
  }),
  derivedlocationdata: object({ ...placeFields, from: keyword }),
  useragentdata: object(keywords('agent', 'ver', 'system', 'systemver', 'platform', 'device')),
};
