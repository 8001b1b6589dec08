import '../fakes/lambda-environment.js';
import { describeCrashSweep } from './describe-crash-sweep.js';
import { aWorld } from './stages.js';

describeCrashSweep('fakes', aWorld);
