import { describeSoak } from '../support/describe-soak.js';

// Few events, and so many faults that each kind occurs; test/engines has more of them.
describeSoak(10_000, {
  throttle: 0.03,
  partial: 0.05,
  lostAnswer: 0.03,
  slow: 0.01,
  workerDeath: 0.006,
  duplicateDelivery: 0.5,
});
