import type { Permission } from '../../calls/policy.js';
import { account, region } from '../../template/resource-types.js';
import type { LakeTable } from './lake-table.js';

const glue = (resource: string): Permission => ({
  action: 'glue:GetTable',
  resource: `arn:aws:glue:${region}:${account}:${resource}`,
});

/** What a role needs to read a table by Athena, which asks Glue and S3 in its name. */
export function tablePermissions({ database, name, bucket, prefix }: LakeTable): Permission[] {
  return [
    glue('catalog'),
    glue(`database/${database}`),
    glue(`table/${database}/${name}`),
    { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` },
    { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${prefix}*` },
  ];
}

/** What a role needs to have its result written. */
export function resultPermissions(bucket: string, key: string): Permission[] {
  return [
    { action: 's3:GetBucketLocation', resource: `arn:aws:s3:::${bucket}` },
    { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/${key}` },
  ];
}
