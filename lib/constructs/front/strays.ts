import { Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SunstreamConfig } from '../../config/types.js';
import { PipelineFunction } from '../base/pipeline-function.js';
import type { Access } from './access.js';
import { type HttpFront, keyOf } from './http-front.js';

export interface StraysProps {
  readonly config: SunstreamConfig;
  /** With all its routes: those that are added later are not known here. */
  readonly front: HttpFront;
  /** Judges the tokens of requests that are handed on; without it no route takes one. */
  readonly access: Access | undefined;
}

/**
 * Every method but OPTIONS. `$default` and ANY would catch preflights too ("Configuring CORS": the $default route catches
 * OPTIONS requests), so that each would cost an invocation and a flood of strangers would keep pages from posting.
 */
const methods = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE];
/** A greedy variable stands for something: the root is a route of its own. */
const paths = ['/', '/{proxy+}'];

/** The longest that a function behind a route may take; ingest and data exhaust have as much. */
const targetTimeout = Duration.seconds(20);

/** Requests that no route has: slashes too many are led to the route that was meant, all others are told what there is. */
export class Strays extends Construct {
  readonly function: PipelineFunction;

  constructor(scope: Construct, id: string, { config, front, access }: StraysProps) {
    super(scope, id);
    const targets = [...new Set(front.routes.map(({ target }) => target))];
    const groups = targets.map((target) => {
      const routes = front.routes.filter((route) => route.target === target);
      return [
        target.functionName,
        Object.fromEntries(routes.map((route) => [keyOf(route), route.token?.place ?? 'none'])),
      ];
    });
    this.function = new PipelineFunction(this, 'Function', {
      config,
      stage: 'stray',
      description: 'Requests that no route has: handed on, or told what there is',
      // Holds a body of 6 MB and the same again; it computes next to nothing.
      memory: 256,
      // "HTTP API quotas": API Gateway waits thirty seconds.
      timeout: Duration.seconds(29),
      environment: {
        ROUTES: Stack.of(this).toJsonString(groups),
        TARGET_TIMEOUT_SECONDS: String(targetTimeout.toSeconds()),
        ...(access && { AUTHORIZER: access.function.functionName }),
      },
    });
    const invoked = [...targets, ...(access ? [access.function] : [])];
    this.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: invoked.map(({ functionArn }) => functionArn),
      }),
    );
    for (const path of paths) {
      for (const method of methods) {
        front.addRoute({ method, path, target: this.function, isOpen: true, freeBecause });
      }
    }
  }
}

const freeBecause =
  'A wrong address is told without a token; what is handed on, the function has judged by the authorizer first.';
