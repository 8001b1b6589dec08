import { projectionOf } from './project-record.js';

/** What documents have of a content, be it the event's own object or the collection that it is part of. */
export const contentProjection = projectionOf(
  [
    'name',
    'objectType',
    'contentType',
    'mediaType',
    'language',
    'medium',
    'mimeType',
    'createdBy',
    'createdFor',
    'framework',
    'board',
    'subject',
    'status',
    'pkgVersion',
    'lastSubmittedOn',
    'lastUpdatedOn',
    'lastPublishedOn',
    'channel',
    'gradeLevel',
    'keywords',
  ],
  ['lastSubmittedOn', 'lastUpdatedOn', 'lastPublishedOn'],
);
