import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import type { Access } from '../front/access.js';
import { type HttpFront, keyOf } from '../front/http-front.js';
import type { Registry } from './registry.js';

export interface DevicesProps {
  readonly config: SunstreamConfig;
  readonly front: HttpFront;
  readonly registry: Registry;
  /** Who may send telemetry, and so register a device; without it, anyone. */
  readonly access: Access | undefined;
}

/** Under each of these Sunbird's clients look for it: services and gateway, the portal, apps, and the portal's proxy. */
const prefixes = ['/v1', '/v3', '/api/v1', '/api/v3'];
const calls: readonly (readonly [HttpMethod, string])[] = [
  [HttpMethod.POST, '/device/register/{did}'],
  [HttpMethod.GET, '/device/profile/{did}'],
];

/** Sunbird's device API: the function that keeps devices in the registry, and its routes. */
export class Devices extends Construct {
  readonly function: PipelineFunction;

  constructor(scope: Construct, id: string, { config, front, registry, access }: DevicesProps) {
    super(scope, id);
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'devices',
      description: 'Registers devices, and says where they are',
      memory: config.functions.ingestMemory,
      timeout: Duration.seconds(15),
    });
    registry.grantLookup(this.function, config.functions.ingestMemory);
    registry.grantRefresh(this.function);

    for (const prefix of prefixes) {
      for (const [method, path] of calls) {
        const route = { method, path: `${prefix}${path}` };
        front.addRoute({
          ...route,
          target: this.function,
          token: access?.require(keyOf(route), 'telemetry:write'),
          freeBecause:
            'auth.ingest is none: deployed apps register without a token; the throttle bounds what a stranger can cost.',
          isOpen: true,
        });
      }
    }
  }
}
