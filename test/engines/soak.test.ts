import { describeSoak } from '../support/describe-soak.js';

// Fewer deaths and slow answers than docs/examples/soak.json has, since both cost time, and each kind is to occur.
describeSoak(50_000, {
  throttle: 0.01,
  partial: 0.02,
  lostAnswer: 0.01,
  slow: 0.005,
  workerDeath: 0.002,
  duplicateDelivery: 0.5,
});
